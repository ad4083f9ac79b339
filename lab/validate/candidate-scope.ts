import type { CheckFinding } from '../../shared/domain/check.ts';
import { isTestPath } from '../../shared/rules/gate/source-path.ts';
import type { CandidateCase } from './candidate-case.ts';

/** What tests in Python are made of: a file of that name in the candidate would take its place. */
const OF_TESTS = /^(unittest|pytest|_pytest|doctest|conftest|sitecustomize|usercustomize|nose|nose2|hypothesis|mock|builtins|sys|os|io|math|cmath|copy|json|re|random|itertools|functools|collections|typing|types|operator|string|decimal|fractions|statistics|heapq|bisect|datetime|time|traceback|inspect|importlib|contextlib|dataclasses|enum|abc|warnings|subprocess|threading|multiprocessing|numpy|pandas)(\.py|\/)/;

/** Files of a candidate that could decide about its tests rather than pass them: what tests are made of, and tests that are there. */
export const checkCandidateScope = ({ language, files, candidate }: CandidateCase): CheckFinding[] =>
  [...candidate].flatMap(([path, text]) => {
    if (files.get(path) === text) return [];
    const role = /(^|\/)(node_modules|vendor|site-packages|\.git|\.cargo)\//.test(path) ? 'holds packages, not source'
      : language === 'python' && OF_TESTS.test(path) && !files.has(path) ? 'takes the place of what tests are made of'
        : files.has(path) && isTestPath(path) ? 'is a test that is there already' : undefined;
    return role === undefined ? [] : [{ message: `${path} ${role}.`, advice: 'Leave it out; change the code that is tested.', path }];
  });
