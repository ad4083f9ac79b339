import type { CheckFinding } from '../../shared/domain/check.ts';
import { isCodePath, isTestPath } from '../../shared/rules/gate/source-path.ts';
import type { CandidateCase } from './candidate-case.ts';
import { loaderTampering } from './loader-tampering.ts';

/** What tests in Python are made of: a file of that name in the candidate would take its place. */
const OF_TESTS = /^(unittest|pytest|_pytest|doctest|conftest|sitecustomize|usercustomize|nose|nose2|hypothesis|mock|builtins|sys|os|io|math|cmath|copy|json|re|random|itertools|functools|collections|typing|types|operator|string|decimal|fractions|statistics|heapq|bisect|datetime|time|traceback|inspect|importlib|contextlib|dataclasses|enum|abc|warnings|subprocess|threading|multiprocessing|numpy|pandas)(\.py|\/)/;

/** What pytest loads by its name, wherever it lies. */
const LOADED_BY_RUNNER = /(^|\/)(conftest|sitecustomize|usercustomize)\.py$/;

/** What a program in Python has no use for, and what looks into or changes what runs its tests. */
const INSIDES_OF_PYTHON = /\b(?:_pytest|pluggy|_getframe|f_back|f_locals|tb_frame|setswitchinterval)\b|^\s*(?:import|from)\s+pytest\b/m;

/** What of a candidate could decide about its tests rather than pass them: what tests are made of, what loads them, and tests that are there. */
export const checkCandidateScope = ({ language, files, candidate }: CandidateCase): CheckFinding[] =>
  [...candidate].flatMap(([path, text]) => {
    if (files.get(path) === text) return [];
    if (isCodePath(path) && !isTestPath(path)) {
      const known = new Set([...files].flatMap(([name, old]) => (isCodePath(name) && !isTestPath(name) ? loaderTampering(name, old).map(({ what }) => what) : [])));
      const anew = loaderTampering(path, text).filter(({ what }) => !known.has(what));
      if (anew.length > 0) return anew.map(({ what, line }) => ({ message: `${path} reaches for ${what}, which decides how its tests run.`, advice: 'Do without it; change only what is tested.', path, line }));
    }
    const inside = language === 'python' && path.endsWith('.py') && !isPythonTest(path) && !INSIDES_OF_PYTHON.test(files.get(path) ?? '') ? INSIDES_OF_PYTHON.exec(text) : null;
    if (inside !== null) return [{ message: `${path} reaches for ${inside[0].trim()}, which belongs to what runs its tests.`, advice: 'Do without it; change only what is tested.', path, line: text.slice(0, inside.index + inside[0].search(/\S/)).split('\n').length }];
    const role = /(^|\/)(node_modules|vendor|site-packages|\.git|\.cargo)\//.test(path) ? 'holds packages, not source'
      : language === 'python' && LOADED_BY_RUNNER.test(path) ? 'is loaded by what runs the tests'
      : language === 'python' && OF_TESTS.test(path) && !files.has(path) ? 'takes the place of what tests are made of'
        : files.has(path) && isTestPath(path) ? 'is a test that is there already' : undefined;
    return role === undefined ? [] : [{ message: `${path} ${role}.`, advice: 'Leave it out; change the code that is tested.', path }];
  });

const isPythonTest = (path: string): boolean => /(^|\/)(test_[^/]*|[^/]*_test)\.py$/.test(path);
