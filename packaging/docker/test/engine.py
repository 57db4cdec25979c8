"""A Docker engine to test with, and compose: the one that runs, or one of our own that is gone afterwards."""
import json
import os
import pathlib
import shutil
import signal
import socket
import subprocess
import time


class Failed(Exception):
    """A command did not do what it should; says which, and the end of what it said."""


def run(*command, ok=(0,), env=None, cwd=None, stdin=subprocess.DEVNULL, timeout=600):
    """Standard output and error of a command that ends with one of the statuses in ok; None: any."""
    done = subprocess.run(
        [str(word) for word in command], env=env, cwd=cwd, stdin=stdin, timeout=timeout,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace",
    )
    if ok is not None and done.returncode not in ok:
        raise Failed(f"'{' '.join(map(str, command))}' ended with {done.returncode}:\n" + "\n".join(done.stdout.splitlines()[-25:]))
    return done.stdout


def wait(what, condition, seconds=60, every=0.2):
    """The first value of condition() that is true. An exception counts as not yet."""
    deadline = time.monotonic() + seconds
    last = None
    while True:
        try:
            last = condition()
            if last:
                return last
        except (OSError, ValueError, KeyError, IndexError, Failed) as problem:
            last = problem
        if time.monotonic() > deadline:
            raise Failed(f"{what}: not within {seconds} s; last: {last}")
        time.sleep(every)


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as listening:
        return listening.getsockname()[1]


class Engine:
    """dockerd. One that runs already is used and left alone; else one is started with folders of its own, which takes root."""

    def __init__(self, cache, log):
        self.process = None
        self.env = dict(os.environ, DOCKER_BUILDKIT="0", COMPOSE_DOCKER_CLI_BUILD="0")
        if subprocess.run(["docker", "version"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=self.env).returncode == 0:
            self.said = "the engine that runs here"
        else:
            self.start(cache, log)
        self.version = run("docker", "version", "--format", "{{.Server.Version}}", env=self.env).strip().splitlines()[-1]

    def start(self, cache, log):
        if os.getuid() != 0:
            raise Failed("no Docker engine runs here, and only root can start one")
        dockerd = shutil.which("dockerd") or "/usr/sbin/dockerd"
        if not pathlib.Path(dockerd).exists():
            raise Failed("no Docker engine runs here, and dockerd (Debian: docker.io) is not installed")
        here = pathlib.Path("/run/mvm-verify-docker")
        here.mkdir(exist_ok=True)
        self.env["DOCKER_HOST"] = f"unix://{here}/sock"
        if subprocess.run(["docker", "version"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=self.env).returncode == 0:
            self.said = "the engine that another run has started"
            return
        began = time.monotonic()
        self.log = open(log, "w")
        self.process = subprocess.Popen(
            [dockerd, "--data-root", cache / "docker", "--exec-root", here / "exec", "--pidfile", here / "pid", "--host", self.env["DOCKER_HOST"]],
            stdin=subprocess.DEVNULL, stdout=self.log, stderr=self.log, start_new_session=True,
        )

        def answers():
            if self.process.poll() is not None:
                raise Failed(f"dockerd ended with {self.process.returncode}")
            return run("docker", "info", env=self.env)

        try:
            wait("dockerd answers", answers, 30)
        except Failed as problem:
            self.stop()
            last = [line for line in pathlib.Path(log).read_text().splitlines() if "level=fatal" in line or "failed" in line][-3:]
            raise Failed("\n".join([f"dockerd does not start here: {problem}"] + last)) from problem
        self.said = f"an engine of our own, started in {time.monotonic() - began:.1f} s"

    def stop(self):
        if self.process and self.process.poll() is None:
            # What former builds have left behind; in somebody else's engine it is not ours to judge.
            self.docker("image", "prune", "-f", "--filter", "until=24h", ok=None)
            self.process.send_signal(signal.SIGTERM)
            try:
                self.process.wait(30)
            except subprocess.TimeoutExpired:
                self.process.kill()

    def docker(self, *words, **more):
        return run("docker", *words, env=self.env, **more)

    def inspect(self, *names):
        return json.loads(self.docker("inspect", *names)) if names else []


class Compose:
    """One project in one folder, driven by one version of compose."""

    def __init__(self, engine, program, folder, project, settings, profiles):
        self.engine = engine
        self.program = program
        self.folder = folder
        self.project = project
        self.env = dict(engine.env, COMPOSE_PROJECT_NAME=project, **settings)
        self.profiles = [word for profile in profiles for word in ("--profile", profile)]
        self.version = run(program, "version", "--short", env=self.env).strip()

    def __call__(self, *words, **more):
        return run(self.program, *self.profiles, *words, env=self.env, cwd=self.folder, **more)

    def containers(self):
        """What 'docker inspect' tells of each, by service."""
        names = self.engine.docker("ps", "-aq", "--filter", f"label=com.docker.compose.project={self.project}").split()
        return {one["Config"]["Labels"]["com.docker.compose.service"]: one for one in self.engine.inspect(*names)}

    def of(self, service):
        return self.containers()[service]

    def health(self, service):
        state = self.of(service)["State"]
        return state.get("Health", {}).get("Status", state["Status"]) if state["Running"] else state["Status"]

    def until_healthy(self, services, seconds=90):
        def all_are():
            state = {service: self.health(service) for service in services}
            wrong = {service: now for service, now in state.items() if now != "healthy"}
            if wrong:
                raise ValueError(f"{wrong}")
            return True

        wait(f"{', '.join(services)} healthy", all_are, seconds)

    def logs(self, service):
        return self.engine.docker("logs", self.of(service)["Id"])

    def exec(self, service, *words, **more):
        return self.engine.docker("exec", self.of(service)["Id"], *words, **more)

    def down(self):
        self("down", "-v", "--remove-orphans", "-t", "5", ok=None)

    def remove_all(self):
        """Whatever bears the project's label, of any profile and whatever state; the end of a run that broke."""
        for one in self.left_over():
            kind, name = one.split()
            self.engine.docker(*({"container": ("rm", "-fv"), "volume": ("volume", "rm"), "network": ("network", "rm")}[kind]), name, ok=None)

    def left_over(self):
        found = []
        for kind, words in (("container", ("ps", "-aq")), ("volume", ("volume", "ls", "-q")), ("network", ("network", "ls", "-q"))):
            found += [f"{kind} {name}" for name in self.engine.docker(*words, "--filter", f"label=com.docker.compose.project={self.project}").split()]
        return found
