"""Drain3 beside ours: reads {systems: {name: [message]}, repeat, runs} as JSON, writes groups and lines per second as JSON.

One process, one core, the default configuration, without masks and with the kinds of masks of Drain3's own example: identifiers of
colon-separated bytes, IP addresses, sequences of long hexadecimal words, hexadecimal numbers, numbers.
"""
import json
import statistics
import sys
import time

from drain3 import TemplateMiner
from drain3.masking import MaskingInstruction
from drain3.template_miner_config import TemplateMinerConfig

LONE, END = r"(?<![A-Za-z0-9])", r"(?![A-Za-z0-9])"
MASKS = [
    (LONE + r"(?:[0-9a-f]{2,}:){3,}[0-9a-f]{2,}" + END, "ID"),
    (LONE + r"\d{1,3}\.\d{1,3}\.\d{1,3}\.\d{1,3}" + END, "IP"),
    (LONE + r"(?:[0-9a-f]{6,} ?){3,}" + END, "SEQ"),
    (LONE + r"(?:[0-9A-F]{4} ?){4,}" + END, "SEQ"),
    (LONE + r"0x[a-fA-F0-9]+" + END, "HEX"),
    (LONE + r"[-+]?\d+" + END, "NUM"),
]


def miner(masks):
    config = TemplateMinerConfig()
    config.masking_instructions = [MaskingInstruction(pattern, name) for pattern, name in masks]
    return TemplateMiner(config=config)


def groups_of(masks, messages):
    drain = miner(masks)
    return [drain.add_log_message(message)["cluster_id"] for message in messages]


def lines_per_second(masks, messages, runs):
    speeds = []
    for _ in range(runs):
        drain = miner(masks)
        start = time.perf_counter()
        for message in messages:
            drain.add_log_message(message)
        speeds.append(len(messages) / (time.perf_counter() - start))
    return statistics.median(speeds)


def main():
    work = json.load(sys.stdin)
    systems = work["systems"]
    stream = [message for messages in systems.values() for message in messages] * work["repeat"]
    result = {}
    for name, masks in (("plain", []), ("masked", MASKS)):
        result[name] = {
            "groups": {system: groups_of(masks, messages) for system, messages in systems.items()},
            "linesPerSecond": lines_per_second(masks, stream, work["runs"]),
        }
    json.dump(result, sys.stdout)


main()
