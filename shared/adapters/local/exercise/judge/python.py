"""Runs one Python test file and tells Pawl on file descriptor 3 that it ran to its end.

The proof is a word that comes on standard input. It is kept where no Python object that the code under test can reach refers to
it: in a hook of the interpreter, which speaks for this file's own frame only.
"""
import ast
import builtins
import json
import os
import re
import sys
import time
import traceback
import unittest

RESULTS = 3
MESSAGE = 2000
FORBIDDEN = ('gc.get_objects', 'gc.get_referrers', 'gc.get_referents', 'sys._current_frames', 'sys._current_exceptions', 'sys.settrace', 'sys.setprofile',
             'ctypes.string_at', 'ctypes.wstring_at', 'ctypes.cdata')
GUARDED = [builtins, unittest.TestCase, unittest.TestResult, unittest.TestSuite, json, ast]


def guard(word, frame):
    """Installs the hook: from now on this process can look into itself less, and only `frame` can have the word told."""
    failures = []
    results = []
    write, get_frame, as_json, encode = os.write, sys._getframe, json.dumps, str.encode
    originals = [(each, dict(vars(each))) for each in GUARDED]
    runner = []

    def changed():
        return ['%s.%s' % (getattr(each, '__name__', '?'), name) for each, was in originals for name, value in was.items()
                if not name.startswith('_') and vars(each).get(name) is not value]

    def tell():
        originals.extend(runner)
        replaced = changed()
        if replaced:
            failures.append('Built-in functions were replaced while the test ran: %s.' % ', '.join(replaced[:5]))
        verdict = b' failed ' if failures or any(each['status'] == 'failed' for each in results) else b' passed '
        told = encode(as_json({'results': results, 'failures': failures, 'memoryMb': peak_memory()}))
        write(RESULTS, b'\n' + word + verdict)
        write(RESULTS, told + b'\n')
        return verdict == b' passed '

    def hook(event, arguments):
        if event in FORBIDDEN:
            raise RuntimeError('%s is not available to tests.' % event)
        if event == 'open' and isinstance(arguments[0], (str, bytes)) and re.search(r'/proc/.*(mem|pagemap)$', os.fsdecode(arguments[0])):
            raise RuntimeError('The memory of a process is not available to tests.')
        if event.startswith('pawl.') and get_frame(1) is frame:
            if event == 'pawl.failed':
                failures.append(arguments[0][:MESSAGE])
            elif event == 'pawl.result':
                results.append(arguments[0])
            elif event == 'pawl.runner':
                runner.extend(parts_of_pytest())
            elif event == 'pawl.end':
                os._exit(0 if tell() else 1)

    sys.addaudithook(hook)


def parts_of_pytest():
    """What pytest is made of, as it was before any other code ran: its classes, and the functions of its modules."""
    import pytest
    modules = [each for name, each in sys.modules.items() if name.split('.')[0] in ('_pytest', 'pluggy', 'pytest')]
    classes = {id(each): each for module in modules for each in vars(module).values() if isinstance(each, type) and each.__module__ in sys.modules and each.__module__.split('.')[0] in ('_pytest', 'pluggy')}
    return [(each, {name: value for name, value in vars(each).items() if callable(value) or isinstance(value, (classmethod, staticmethod, property))}) for each in [*modules, *classes.values()]]


def peak_memory():
    try:
        import resource
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024 or 1
    except ImportError:
        return 1


def main():
    job = json.loads(sys.stdin.readline())
    path, service = job['test'], job['service']
    guard(job.pop('token').encode(), sys._getframe())
    sys.argv = [path]
    sys.path[0:1] = [os.path.dirname(path), service]
    sys.dont_write_bytecode = True
    try:
        with open(path, encoding='utf-8') as file:
            source = file.read()
        mode = mode_of(source)
        if mode == 'pytest':
            sys.audit('pawl.runner')
            for result in run_pytest(path):
                sys.audit('pawl.result', result)
        else:
            module = type(sys)('__main__')
            module.__file__ = path
            sys.modules['__main__'] = module
            code = compile(source, path, 'exec')
            if mode == 'script':
                exec(code, module.__dict__)
            else:
                module.__name__ = 'tested'
                exec(code, module.__dict__)
                for result in (run_unittest if mode == 'unittest' else run_functions)(module):
                    sys.audit('pawl.result', result)
    except SystemExit as exit:
        if exit.code not in (None, 0, False):
            sys.audit('pawl.failed', 'It ended with %s.' % exit.code)
        elif not ends_itself(exit, path, job['alone'], source):
            sys.audit('pawl.failed', 'sys.exit(0) was called before the test had run to its end.')
    except BaseException:
        text = traceback.format_exc()
        sys.stderr.write(text)
        sys.audit('pawl.failed', text[-MESSAGE:])
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except Exception:
            pass
    sys.audit('pawl.end')


def mode_of(source):
    has_tests = re.search(r'^(async )?def test\w*\s*\(', source, re.M) or re.search(r'^class Test', source, re.M)
    if re.search(r'^\s*(import|from) unittest\b', source, re.M) and re.search(r'^class \w+\(.*TestCase\b', source, re.M):
        return 'unittest'
    if re.search(r'^\s*(import|from) pytest\b', source, re.M):
        return 'pytest'
    if has_tests and can_import('pytest') and not calls_itself(source):
        return 'pytest'
    return 'functions' if has_tests and not calls_itself(source) else 'script'


def calls_itself(source):
    """Whether the file's own statements call its tests, so that running it is testing."""
    return any(isinstance(each, ast.Expr) or (isinstance(each, ast.If) and '__main__' in ast.dump(each.test)) for each in ast.parse(source).body
               if not (isinstance(each, ast.Expr) and isinstance(each.value, ast.Constant)))


def can_import(name):
    import importlib.util
    return importlib.util.find_spec(name) is not None


def case(name, status, seconds, message=None):
    return dict({'name': name, 'status': status, 'durationMs': seconds * 1000}, **({} if message is None else {'message': str(message)[-MESSAGE:]}))


def run_unittest(module):
    results = []

    class Recorder(unittest.TestResult):
        def startTest(self, test):
            super().startTest(test)
            self.started = time.perf_counter()

        def record(self, test, status, message=None):
            results.append(case(str(test).split(' ')[0] + ' > ' + type(test).__name__, status, time.perf_counter() - getattr(self, 'started', time.perf_counter()), message))

        def addSuccess(self, test):
            self.record(test, 'passed')

        def addError(self, test, error):
            self.record(test, 'failed', ''.join(traceback.format_exception(*error)))

        addFailure = addError

        def addSubTest(self, test, subtest, error):
            if error is not None:
                self.record(test, 'failed', ''.join(traceback.format_exception(*error)))

        def addSkip(self, test, reason):
            self.record(test, 'skipped', reason)

        def addExpectedFailure(self, test, error):
            self.record(test, 'passed')

        def addUnexpectedSuccess(self, test):
            self.record(test, 'failed', 'It was expected to fail.')

    unittest.TestLoader().loadTestsFromModule(module).run(Recorder())
    return results or [case('no test', 'failed', 0, 'The file has no test.')]


def run_functions(module):
    """Functions whose names begin with test, for machines without pytest."""
    results = []
    for name, function in list(vars(module).items()):
        if not (name.startswith('test') and callable(function)):
            continue
        started = time.perf_counter()
        try:
            function()
            results.append(case(name, 'passed', time.perf_counter() - started))
        except BaseException:
            results.append(case(name, 'failed', time.perf_counter() - started, traceback.format_exc()))
    return results or [case('no test', 'failed', 0, 'The file has no test that needs no pytest. To get it: pip install pytest.')]


def run_pytest(path):
    import pytest
    results = []

    class Recorder:
        def pytest_runtest_logreport(self, report):
            if report.when != 'call' and report.outcome == 'passed':
                return
            name = ' > '.join(report.nodeid.split('::')[1:])
            results.append(case(name, report.outcome, report.duration, None if report.outcome == 'passed' else report.longreprtext))

        def pytest_collectreport(self, report):
            if report.outcome == 'failed':
                results.append(case(report.nodeid, 'failed', 0, report.longreprtext))

    code = pytest.main(['-q', '-p', 'no:cacheprovider', '--rootdir', os.path.dirname(path), '-c', os.devnull, path], plugins=[Recorder()])
    if int(code) not in (0, 1) or not results or (int(code) == 1 and all(each['status'] != 'failed' for each in results)):
        results.append(case('pytest', 'failed', 0, 'pytest ended with %s.' % int(code)))
    return results


def ends_itself(exit, path, alone, source):
    """Whether the test file itself asked to end; where it holds the code under test as well, by its own last statement."""
    trace = exit.__traceback__
    while trace.tb_next is not None:
        trace = trace.tb_next
    code = trace.tb_frame.f_code
    return code.co_filename == path and (not alone or (code.co_name == '<module>' and trace.tb_lineno >= ast.parse(source).body[-1].lineno))


main()
