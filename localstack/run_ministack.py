"""Runs MiniStack until standard input ends, so that it goes when whoever started it goes, however that came about.

MiniStack's functions are processes in the same group: they end with it.

One repair is made on the way, because Pawl's release path rests on it and nothing outside can stand in for it:
GetFunction with a qualifier links to the code of that version, as on AWS. MiniStack 1.5.33 always links to $LATEST.
"""

import json
import os
import signal
import sys
import threading
import time


def end_with_parent() -> None:
    while sys.stdin.buffer.read(4096):
        pass
    os.killpg(0, signal.SIGTERM)
    time.sleep(2)
    os.killpg(0, signal.SIGKILL)


def link_versions_to_their_code() -> None:
    from ministack.services import lambda_svc

    get_function = lambda_svc._get_function
    serve_code = lambda_svc.serve_function_code

    def get_function_of_version(name, qualifier=None):
        status, headers, body = get_function(name, qualifier)
        answer = json.loads(body)
        version = answer.get("Configuration", {}).get("Version", "$LATEST")
        if status != 200 or version == "$LATEST":
            return status, headers, body
        answer["Code"]["Location"] = answer["Code"]["Location"].replace(f"/{name}?", f"/{name}:{version}?")
        return status, headers, json.dumps(answer).encode()

    def serve_code_of_version(name, account_id=None, region=None):
        name, _, version = name.partition(":")
        if not version:
            return serve_code(name, account_id, region)
        function = lambda_svc._functions.get_scoped(account_id, region, name)
        held = (function or {}).get("versions", {}).get(version)
        if held is None:
            return 404, {"Content-Type": "text/plain"}, b"Version not found"
        return 200, {"Content-Type": "application/zip"}, held.get("code_zip") or b""

    lambda_svc._get_function = get_function_of_version
    lambda_svc.serve_function_code = serve_code_of_version


if __name__ == "__main__":
    if hasattr(os, "killpg"):
        threading.Thread(target=end_with_parent, daemon=True).start()
    sys.argv = ["ministack"]
    link_versions_to_their_code()
    from ministack.app import main

    main()
