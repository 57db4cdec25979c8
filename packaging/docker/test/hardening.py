"""What docker-compose.yml claims about its containers, read back from the engine and tried from inside."""
import re

from engine import Failed

# user, bytes of memory, processes, networks, ports, writable volumes
EXPECTED = {
    "mvm-demo": ("10001:10001", 512 << 20, 200, {"monitored"}, {"9400/tcp", "jmx"}, {"/data"}),
    "mvm": ("10001:10001", 512 << 20, 200, {"monitored"}, {"9400/tcp", "jmx"}, {"/data"}),
    "prometheus": ("65534:65534", 1 << 30, 200, {"monitored", "monitoring"}, {"9090/tcp"}, {"/prometheus"}),
    "alertmanager": ("65534:65534", 128 << 20, 100, {"monitoring"}, {"9093/tcp"}, {"/alertmanager"}),
    "grafana": ("472:0", 512 << 20, 200, {"monitoring"}, {"3000/tcp"}, {"/var/lib/grafana"}),
    "receiver": ("65534:65534", 32 << 20, 50, {"monitoring"}, set(), set()),
}


def inspected(check, compose, jmx_port):
    """By 'docker inspect', for every container of the project."""
    containers = compose.containers()
    for service, one in sorted(containers.items()):
        user, memory, processes, networks, ports, volumes = EXPECTED[service]
        ports = {f"{jmx_port}/tcp" if port == "jmx" else port for port in ports}
        host = one["HostConfig"]
        check(one["Config"]["User"] == user, f"{service}: user {one['Config']['User']}, expected {user}")
        check(host["ReadonlyRootfs"] is True, f"{service}: root file system is read-only")
        check(host["CapDrop"] == ["ALL"] and not host["CapAdd"] and not host["Privileged"], f"{service}: no capability, dropped {host['CapDrop']}, added {host['CapAdd']}")
        check(any(option.startswith("no-new-privileges") and not option.endswith("false") for option in host["SecurityOpt"] or []), f"{service}: {host['SecurityOpt']}")
        check(not any("unconfined" in option for option in host["SecurityOpt"] or []), f"{service}: nothing is unconfined")
        check(host["Memory"] == memory, f"{service}: memory limit {host['Memory'] >> 20} MiB, expected {memory >> 20}")
        check(host["PidsLimit"] == processes, f"{service}: {host['PidsLimit']} processes at most, expected {processes}")
        check(host["RestartPolicy"]["Name"] == "unless-stopped", f"{service}: restart {host['RestartPolicy']['Name']}")
        check(host["LogConfig"] == {"Type": "json-file", "Config": {"max-file": "3", "max-size": "10m"}}, f"{service}: log {host['LogConfig']}")
        check(bool(one["Config"].get("Healthcheck", {}).get("Test")), f"{service}: has a health check")
        got = {name.rsplit("_", 1)[-1] for name in one["NetworkSettings"]["Networks"]}
        check(got == networks, f"{service}: networks {sorted(got)}, expected {sorted(networks)}")
        published = {port: places for port, places in (host["PortBindings"] or {}).items() if places}
        check(set(published) == ports, f"{service}: publishes {sorted(published)}, expected {sorted(ports)}")
        check(all(place["HostIp"] == "127.0.0.1" for places in published.values() for place in places), f"{service}: publishes on 127.0.0.1 only")
        check(host["NetworkMode"] != "host" and not host["PidMode"] and host["IpcMode"] != "host", f"{service}: shares no namespace of the host")
        writable = {mount["Destination"] for mount in one["Mounts"] if mount["RW"]}
        check(writable == volumes, f"{service}: writable are {sorted(writable)}, expected {sorted(volumes)}")
        check(not any("docker.sock" in mount["Source"] for mount in one["Mounts"]), f"{service}: does not have the engine's socket")
        for place, options in (host.get("Tmpfs") or {}).items():
            check({"noexec", "nosuid", "nodev"} <= set(options.split(",")), f"{service}: nothing can be run in {place}")
        secrets = [name for name in one["Config"]["Env"] if re.match("[A-Z_]*(PASSWORD|TOKEN|SECRET|API_KEY)=.", name)]
        check(not secrets, f"{service}: no secret in a variable {secrets}")


def tried(check, compose, swap):
    """From inside."""
    for service in sorted(compose.containers()):
        status = compose.exec(service, "cat", "/proc/1/status")
        check(re.search(r"^CapEff:\s0+$", status, re.M) and re.search(r"^CapBnd:\s0+$", status, re.M) and re.search(r"^NoNewPrivs:\s1$", status, re.M) and re.search(r"^Seccomp:\s2$", status, re.M),
              f"{service}: process 1 has no capabilities, no new privileges, a system call filter")
        check("Read-only file system" in compose.exec(service, "touch", "/usr/probe", ok=None), f"{service}: cannot write to /usr")
        limit = compose.exec(service, "sh", "-c", "cat /sys/fs/cgroup/memory/memory.limit_in_bytes 2>/dev/null || cat /sys/fs/cgroup/memory.max").strip()
        check(limit == str(EXPECTED[service][1]), f"{service}: its cgroup says {limit} bytes")
        limit = compose.exec(service, "sh", "-c", "cat /sys/fs/cgroup/pids/pids.max 2>/dev/null || cat /sys/fs/cgroup/pids.max").strip()
        check(limit == str(EXPECTED[service][2]), f"{service}: its cgroup says {limit} processes")
    forked = compose.exec("receiver", "sh", "-c", "i=0; while [ $i -lt 60 ]; do sleep 2 & i=$((i+1)); done; echo all 60", ok=None)
    check("all 60" not in forked and "fork" in forked, f"receiver: 60 processes are refused: {forked.strip().splitlines()[-1]}")
    if not swap:
        ate = compose.exec("receiver", "sh", "-c", "head -c 100000000 /dev/zero | tail -c 90000000 | wc -c", ok=None).strip()
        check("90000000" not in ate, f"receiver: 90 MB in 32 MiB are refused ('{ate}')")


def connects(compose, service, host, port):
    """Whether a service's container opens a connection there."""
    if service.startswith("mvm"):
        words = ("timeout", "3", "bash", "-c", f"exec 3<>/dev/tcp/{host}/{port}")
    else:
        words = ("timeout", "3", "sh", "-c", f"nc -w 2 {host} {port} </dev/null")
    try:
        compose.exec(service, *words)
        return True
    except Failed:
        return False


def segmented(check, compose, monitor, jmx_port):
    """Who reaches whom."""
    address = compose.of(monitor)["NetworkSettings"]["Networks"]
    mvm = next(iter(address.values()))["IPAddress"]
    grafana = next(iter(compose.of("grafana")["NetworkSettings"]["Networks"].values()))["IPAddress"]
    for service, host, port, expected in (
        ("prometheus", "mvm", 9400, True),
        ("prometheus", "alertmanager", 9093, True),
        ("grafana", "prometheus", 9090, True),
        ("alertmanager", "receiver", 8080, True),
        ("grafana", "mvm", 9400, False),
        ("grafana", mvm, jmx_port, False),
        ("alertmanager", mvm, 9400, False),
        (monitor, "alertmanager", 9093, False),
        (monitor, grafana, 3000, False),
    ):
        check(connects(compose, service, host, port) == expected, f"{service} {'reaches' if expected else 'does not reach'} {host} at {port}")
