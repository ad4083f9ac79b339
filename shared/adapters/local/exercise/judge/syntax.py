"""Reads every Python file and prints what is no Python, one JSON line a finding. Runs none of it."""
import ast
import json
import os
import sys
import warnings

for path in sys.argv[1:]:
    try:
        with open(path, encoding='utf-8') as file, warnings.catch_warnings():
            warnings.simplefilter('ignore')
            ast.parse(file.read(), path)
    except SyntaxError as error:
        print(json.dumps({'path': path, 'line': error.lineno or 1, 'message': error.msg}))
    except (UnicodeDecodeError, ValueError, RecursionError, MemoryError) as error:
        print(json.dumps({'path': path, 'line': 1, 'message': str(error) or type(error).__name__}))
