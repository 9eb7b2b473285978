# SPDX-License-Identifier: Apache-2.0

"""RW-1 page by page in numba, swept by a pool of processes into SQLite: what a careful Python user builds.

usage: numba_rw1.py PAGES TRIALS PROCESSES DATABASE

Prints one line of JSON: trials a second, compilation not counted, and the digest of seed 1.
"""
import json
import multiprocessing
import sqlite3
import sys
import time

import numpy as np
from numba import njit, uint64

RELEASE, TEARDOWN, CLEANER, ARRIVAL, COMPETITOR = range(5)
NONE = np.uint64(0xFFFFFFFFFFFFFFFF)


@njit(inline="always")
def draw(state):
    """One step of SplitMix64; `state` is an array of one number."""
    state[0] += uint64(0x9E3779B97F4A7C15)
    z = state[0]
    z = (z ^ (z >> uint64(30))) * uint64(0xBF58476D1CE4E5B9)
    z = (z ^ (z >> uint64(27))) * uint64(0x94D049BB133111EB)
    return z ^ (z >> uint64(31))


@njit
def exponential(state, mean):
    """An exponential draw in integers, by von Neumann's comparison method."""
    k = uint64(0)
    while True:
        u = draw(state) >> uint64(32)
        a = u
        n = 0
        while True:
            b = draw(state) >> uint64(32)
            n += 1
            if b >= a:
                break
            a = b
        if n & 1:
            return (((k << uint64(32)) | u) * mean) >> uint64(32)
        k += uint64(1)


@njit(inline="always")
def absorb(digest, value):
    digest = (digest ^ value) * uint64(0x100000001B3)
    return digest ^ (digest >> uint64(29))


@njit
def push(keys, sizes, epochs, count, key, size, epoch):
    place = count
    while place > 0:
        parent = (place - 1) >> 1
        if keys[parent] <= key:
            break
        keys[place], sizes[place], epochs[place] = keys[parent], sizes[parent], epochs[parent]
        place = parent
    keys[place], sizes[place], epochs[place] = key, size, epoch
    return count + 1


@njit
def pop(keys, sizes, epochs, count):
    count -= 1
    key, size, epoch = keys[count], sizes[count], epochs[count]
    place = 0
    while True:
        child = 2 * place + 1
        if child >= count:
            break
        if child + 1 < count and keys[child + 1] < keys[child]:
            child += 1
        if keys[child] >= key:
            break
        keys[place], sizes[place], epochs[place] = keys[child], sizes[child], epochs[child]
        place = child
    keys[place], sizes[place], epochs[place] = key, size, epoch
    return count


@njit
def trial(pages, seed):
    """One trial of RW-1 in mode 0; returns its counters and its digest."""
    kind_cost = np.array([1500, 2200], dtype=np.uint64)
    low, high, floor = pages // 128, pages // 64, pages // 256
    free = pages // 64
    hold_mean = uint64(200000 * pages // 262144)
    stream = uint64(0xD1B54A32D192ED03)
    extents = np.array([seed + stream], dtype=np.uint64)
    bursts = np.array([seed + stream + stream], dtype=np.uint64)
    kind = np.empty(pages, dtype=np.uint8)
    filled = 0
    while filled < pages:
        length = 1 + np.int64(exponential(extents, uint64(512)))
        b = draw(extents) >> uint64(58)
        which = 2 if b == 0 else (1 if b <= 8 else 0)
        end = min(pages, filled + length)
        kind[filled:end] = which
        filled = end
    fifo = np.empty(pages, dtype=np.uint32)
    appended = removed = 0
    room = 1 << 16
    keys = np.empty(room, dtype=np.uint64)
    sizes = np.empty(room, dtype=np.int64)
    epochs = np.empty(room, dtype=np.int64)
    waiting = np.empty((room, 2), dtype=np.int64)
    outstanding = first = last = 0
    stalls = np.empty(room, dtype=np.uint64)
    digest = uint64(0xCBF29CE484222325)
    minimum, peak, fallback, kills, notified, notified_pages = free, 0, 0, 0, 0, 0
    done_bursts = killed = allocated = retries = throttled = events = 0
    teardown_end = all_free = uint64(0)
    page, finished, busy, epoch, held, paused = 0, False, False, 0, 0, False
    index = size = hold = got = tries = 0
    stall = uint64(0)
    next_gap = uint64(1) + exponential(bursts, uint64(1000000))
    next_size = 1 + np.int64(exponential(bursts, uint64(500)))
    next_hold = np.int64(exponential(bursts, hold_mean)) * 1000
    teardown, cleaner = uint64(TEARDOWN), NONE
    arrival, competitor = next_gap << uint64(3) | uint64(ARRIVAL), NONE
    while True:
        key = min(min(teardown, cleaner), min(arrival, competitor))
        if outstanding > 0 and keys[0] < key:
            key = keys[0]
        now = key >> uint64(3)
        actor = np.int64(key & uint64(7))
        events += 1
        if actor == RELEASE:
            if epochs[0] == epoch:
                free += sizes[0]
                held -= sizes[0]
            outstanding = pop(keys, sizes, epochs, outstanding)
        elif actor == TEARDOWN:
            if page == pages:
                teardown_end = now
                finished = True
                teardown = NONE
                if removed < appended:
                    cleaner = (now + uint64(20000)) << uint64(3) | uint64(CLEANER)
                else:
                    if appended % 510:
                        free += 1
                    all_free = now
                    break
                continue
            which = kind[page]
            if which == 2:
                free += 1
                cost = uint64(90)
            elif appended % 510 == 0:
                if free > floor:
                    free -= 1
                    minimum = min(minimum, free)
                    fifo[appended] = page
                    appended += 1
                    cost = uint64(310)
                else:
                    free += 1
                    fallback += 1
                    cost = uint64(400) + kind_cost[which]
            else:
                fifo[appended] = page
                appended += 1
                cost = uint64(60)
            peak = max(peak, appended - removed)
            page += 1
            teardown = (now + cost) << uint64(3) | uint64(TEARDOWN)
        elif actor == CLEANER:
            which = kind[fifo[removed]]
            removed += 1
            free += 1
            if removed % 510 == 0:
                free += 1
            if removed == appended:
                if appended % 510:
                    free += 1
                all_free = now
                break
            if paused:
                if free < low:
                    paused = False
            elif free >= high:
                paused = True
            delay = uint64(0)
            if paused:
                throttled += 1
                delay = uint64(1000)
            cleaner = (now + kind_cost[which] + delay) << uint64(3) | uint64(CLEANER)
        elif actor == ARRIVAL:
            waiting[last % room, 0] = next_size
            waiting[last % room, 1] = next_hold
            last += 1
            next_gap = uint64(1) + exponential(bursts, uint64(1000000))
            next_size = 1 + np.int64(exponential(bursts, uint64(500)))
            next_hold = np.int64(exponential(bursts, hold_mean)) * 1000
            arrival = (now + next_gap) << uint64(3) | uint64(ARRIVAL)
            if not busy:
                busy = True
                index, size, hold = first, waiting[first % room, 0], waiting[first % room, 1]
                first += 1
                got = tries = 0
                stall = uint64(0)
                competitor = now << uint64(3) | uint64(COMPETITOR)
        else:
            after = now
            take = False
            if free > floor:
                free -= 1
                minimum = min(minimum, free)
                held += 1
                tries = 0
                allocated += 1
                after = now + uint64(400)
                got += 1
                if got == size:
                    stalls[done_bursts] = stall
                    done_bursts += 1
                    digest = absorb(absorb(absorb(digest, uint64(index)), now), stall)
                    outstanding = push(
                        keys, sizes, epochs, outstanding, (after + uint64(hold)) << uint64(3), size, epoch)
                    take = True
            elif tries < 16:
                tries += 1
                retries += 1
                stall += uint64(50000)
                after = now + uint64(50000)
            else:
                count = min(256, appended - removed)
                notified += 1
                tries = 0
                if count > 0:
                    paid = uint64(0)
                    for _ in range(count):
                        paid += kind_cost[kind[fifo[removed]]]
                        removed += 1
                        free += 1
                        if removed % 510 == 0:
                            free += 1
                    notified_pages += count
                    stall += paid
                    after = now + paid
                    if finished and removed == appended:
                        if appended % 510:
                            free += 1
                        all_free = now
                        break
                else:
                    kills += 1
                    epoch += 1
                    free += held
                    held = 0
                    killed += 1
                    after = now + uint64(5000000)
                    take = True
            competitor = after << uint64(3) | uint64(COMPETITOR)
            if take:
                if first < last:
                    index, size, hold = first, waiting[first % room, 0], waiting[first % room, 1]
                    first += 1
                    got = tries = 0
                    stall = uint64(0)
                else:
                    busy = False
                    competitor = NONE
    counters = np.array(
        [teardown_end, all_free, kills, notified, notified_pages, fallback, peak, appended, minimum,
         done_bursts, killed, allocated, retries, throttled, events], dtype=np.uint64)
    for value in counters:
        digest = absorb(digest, value)
    return counters, digest


def run(job):
    pages, seed = job
    counters, digest = trial(pages, np.uint64(seed))
    return seed, f"{digest:016x}", [int(value) for value in counters]


def main():
    pages, trials, processes, path = int(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]), sys.argv[4]
    database = sqlite3.connect(path)
    database.execute("PRAGMA journal_mode = WAL")
    database.execute("PRAGMA synchronous = FULL")
    database.execute("CREATE TABLE trials (seed INTEGER, digest TEXT, counters TEXT)")
    with multiprocessing.Pool(processes) as pool:
        pool.map(run, [(pages, seed) for seed in range(1, processes + 1)], chunksize=1)
        start = time.perf_counter()
        batch, first = [], None
        for seed, digest, counters in pool.imap(run, ((pages, 1 + n) for n in range(trials)), chunksize=8):
            first = first or digest
            batch.append((seed, digest, json.dumps(counters)))
            if len(batch) == 64:
                with database:
                    database.executemany("INSERT INTO trials VALUES (?, ?, ?)", batch)
                batch.clear()
        with database:
            database.executemany("INSERT INTO trials VALUES (?, ?, ?)", batch)
        wall = time.perf_counter() - start
    print(json.dumps({"impl": "numba-pool-sqlite", "trials": trials, "processes": processes,
                      "trials_s": round(trials / wall, 1), "digest": first}))


if __name__ == "__main__":
    main()
