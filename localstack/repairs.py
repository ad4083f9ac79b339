"""What MiniStack 1.5.33 lacks, Pawl rests on, and nothing outside can stand in for. Each is as AWS documents it."""

import contextvars
import json
import re
import subprocess
import threading
import time
import types
import uuid

LAMBDA_STREAM = re.compile(r"^\d{4}/\d\d/\d\d/\[([^\]]+)\]")
DELIVERY_EVERY_SECONDS = 1.0
MOST_EVENTS_IN_DELIVERY = 5000


def repair() -> None:
    link_versions_to_their_code()
    send_alarm_events()
    deliver_logs_in_batches()
    mount_layers()


def link_versions_to_their_code() -> None:
    """GetFunction with a qualifier links to the code of that version. MiniStack always links to that of $LATEST."""
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


def send_alarm_events() -> None:
    """A change of an alarm's state is an event on the default bus. MiniStack only does the alarm's own actions.

    It cannot be put from outside: EventBridge refuses sources that begin with `aws.`.
    """
    from ministack.services import cloudwatch, eventbridge

    act = cloudwatch._dispatch_alarm_actions

    def act_and_tell(alarm, old_state, new_state, reason):
        stamp = time.strftime("%Y-%m-%dT%H:%M:%S.000+0000", time.gmtime())
        detail = {
            "alarmName": alarm["AlarmName"],
            "state": {"value": new_state, "reason": reason, "timestamp": stamp},
            "previousState": {"value": old_state, "reason": "", "timestamp": stamp},
            "configuration": {"description": alarm.get("AlarmDescription") or "", "metrics": metrics_of(alarm)},
        }
        eventbridge._put_events(
            {"Entries": [{"Source": "aws.cloudwatch", "DetailType": "CloudWatch Alarm State Change", "Detail": json.dumps(detail), "Resources": [alarm["AlarmArn"]]}]},
            allow_aws_source=True,
        )
        act(alarm, old_state, new_state, reason)

    cloudwatch._dispatch_alarm_actions = act_and_tell


def metrics_of(alarm):
    if not alarm.get("MetricName"):
        return []
    metric = {
        "namespace": alarm.get("Namespace"),
        "name": alarm["MetricName"],
        "dimensions": {one["Name"]: one["Value"] for one in alarm.get("Dimensions") or []},
    }
    return [{"id": "m1", "metricStat": {"metric": metric, "period": alarm.get("Period"), "stat": alarm.get("Statistic")}, "returnData": True}]


def deliver_logs_in_batches() -> None:
    """A subscription gets the events of a stream in batches, and a stream lives as long as an environment.

    MiniStack makes a stream of each invocation and starts the subscriber for each: twenty requests a second
    become twenty functions at once that do nothing but start. Here a version has one stream, delivered each second.
    """
    from ministack.services import cloudwatch_logs

    deliver = cloudwatch_logs._fanout_to_subscription_filters
    waiting = {}
    streams = {}
    lock = threading.Lock()

    def keep(group, stream, events):
        if not events or not (cloudwatch_logs._log_groups.get(group) or {}).get("subscriptionFilters"):
            return
        with lock:
            version = LAMBDA_STREAM.match(stream)
            if version:
                stream = streams.setdefault((group, version.group(0)), f"{version.group(0)}{uuid.uuid4().hex}")
            context, held = waiting.setdefault((group, stream), (contextvars.copy_context(), []))
            held.extend(events)

    def run():
        while True:
            time.sleep(DELIVERY_EVERY_SECONDS)
            with lock:
                batches = list(waiting.items())
                waiting.clear()
            for (group, stream), (context, events) in batches:
                for at in range(0, len(events), MOST_EVENTS_IN_DELIVERY):
                    context.run(deliver, group, stream, events[at : at + MOST_EVENTS_IN_DELIVERY])

    cloudwatch_logs._fanout_to_subscription_filters = keep
    threading.Thread(target=run, daemon=True).start()


def mount_layers() -> None:
    """Layers are mounted at /opt. Here functions share the machine's own /opt, so a variable that names a path there is told the layer's folder."""
    from ministack.core import lambda_runtime

    def start(*arguments, env=None, **options):
        layers = (env or {}).get("_LAMBDA_LAYERS_DIRS", "").split(":")[0]
        process = subprocess.Popen(*arguments, env=env, **options)
        if layers and process.stdin:
            write = process.stdin.write

            def write_first(text):
                # The first message brings the function's variables; the others are requests.
                process.stdin.write = write
                return write(text.replace('"/opt/', f'"{layers}/'))

            process.stdin.write = write_first
        return process

    lambda_runtime.subprocess = types.SimpleNamespace(**{**vars(subprocess), "Popen": start})
