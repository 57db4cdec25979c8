"""Images to test with where no registry can be reached: made of Debian packages, under the names that docker-compose.yml has, with a prefix.

The prefix (REGISTRY=mvm-verify/) keeps them apart from real images. Debian's base is what debian:bookworm-slim is made of; Prometheus and
Alertmanager are Debian's own builds, not the pinned versions; Grafana is grafana-stand-in.
"""
import hashlib
import os
import pathlib
import re
import shutil
import subprocess

from engine import Failed, run

HERE = pathlib.Path(__file__).resolve().parent
PREFIX = "mvm-verify/"
KEYRING = "/usr/share/keyrings/debian-archive-keyring.gpg"
LABEL = "io.mvm.stand-in"


def mirror():
    """Where the machine's own apt gets Debian from."""
    for line in run("apt-get", "indextargets", "--format", "$(REPO_URI)", "Created-By: Packages").splitlines():
        if re.search(r"/debian/?$", line):
            return line
    raise Failed("apt's sources name no Debian mirror")


def debian_packages(cache, suite, *packages):
    """A folder with the packages of a suite unpacked; nothing is installed, and lists and cache are its own."""
    done = cache / f"packages-{suite}-{hashlib.sha256(' '.join(packages).encode()).hexdigest()[:8]}"
    if done.exists():
        return done
    part = cache / f".part-{suite}-{os.getpid()}"
    shutil.rmtree(part, ignore_errors=True)
    for folder in ("lists/partial", "cache/archives/partial", "debs", "x"):
        (part / folder).mkdir(parents=True)
    (part / "sources.list").write_text(f"deb [signed-by={KEYRING}] {mirror()} {suite} main\n")
    apt = [
        "apt-get", "-q", "-o", f"Dir::Etc::sourcelist={part}/sources.list", "-o", "Dir::Etc::sourceparts=/dev/null", "-o", f"Dir::State::lists={part}/lists",
        "-o", f"Dir::Cache={part}/cache", "-o", "APT::Sandbox::User=", "-o", "Acquire::Languages=none",
        "-o", f"Acquire::Check-Valid-Until={'false' if suite == 'sid' else 'true'}",
    ]
    run(*apt, "update", timeout=120)
    run(*apt, "download", *(f"{package}/{suite}" for package in packages), cwd=part / "debs", timeout=120)
    for deb in (part / "debs").glob("*.deb"):
        run("dpkg", "-x", deb, part / "x")
    shutil.rmtree(done, ignore_errors=True)
    (part / "x").rename(done)
    shutil.rmtree(part)
    return done


def newest_packages(cache):
    """Servers and compose of sid, which are nearest to the pinned ones, or of trixie where those do not run here."""
    said = []
    for suite in ("sid", "trixie"):
        try:
            found = debian_packages(cache, suite, "prometheus", "prometheus-alertmanager", "docker-compose")
            for program in ("usr/bin/prometheus", "usr/bin/prometheus-alertmanager"):
                run(found / program, "--version")
            run(compose_of(found), "version")
            return found
        except (Failed, subprocess.TimeoutExpired) as problem:
            said.append(f"{suite}: {problem}")
    raise Failed("neither sid's nor trixie's Prometheus can be had:\n" + "\n".join(said))


def compose_of(packages):
    return packages / "usr/libexec/docker/cli-plugins/docker-compose"


def root_file_system(cache, name, *packages):
    """A Debian 12 as a tar archive, kept for the next run."""
    archive = cache / f"{name}-{hashlib.sha256(' '.join(packages).encode()).hexdigest()[:8]}.tar"
    if not archive.exists():
        part = cache / f".{archive.name}.{os.getpid()}.tar"
        run("mmdebstrap", "--variant=minbase", "--quiet", *([f"--include={','.join(packages)}"] if packages else []),
            "bookworm", part, f"deb [signed-by={KEYRING}] {mirror()} bookworm main")
        part.rename(archive)
    return archive


class Images:
    """Builds what is missing or made from something else than now; the label of each says what that was."""

    def __init__(self, engine, cache, work, versions):
        self.engine = engine
        self.cache = cache
        self.work = work
        self.versions = versions
        self.made = []

    def name(self, image, version):
        return f"{PREFIX}{image}:{self.versions[version]}"

    def current(self, name, key):
        found = self.engine.docker("images", "-q", "--filter", f"label={LABEL}={key}", name, ok=None).strip()
        return bool(re.fullmatch("[0-9a-f]+", found))

    def imported(self, name, archive):
        key = archive.name
        if not self.current(name, key):
            with open(archive, "rb") as stream:
                self.engine.docker("import", "-c", 'CMD ["bash"]', "-c", f"LABEL {LABEL}={key}", "-", name, stdin=stream)
            self.made.append(name)
        return name

    def built(self, name, dockerfile, files):
        """files: path in the context to what is copied there."""
        key = hashlib.sha256(repr((dockerfile, sorted((to, str(path), stamp(path)) for to, path in files.items()))).encode()).hexdigest()[:16]
        if not self.current(name, key):
            context = self.work / "context"
            shutil.rmtree(context, ignore_errors=True)
            context.mkdir()
            for to, path in files.items():
                (context / to).parent.mkdir(parents=True, exist_ok=True)
                run("cp", "-a", path, context / to)
            (context / "Dockerfile").write_text(dockerfile)
            self.engine.docker("build", "-q", "--label", f"{LABEL}={key}", "-t", name, context)
            shutil.rmtree(context)
            self.made.append(name)
        return name

    def all(self, packages, repository):
        """Makes every image that docker-compose.yml and the Dockerfile name."""
        debian = self.imported(self.name("debian", "DEBIAN"), root_file_system(self.cache, "debian"))
        tools = self.imported(f"{PREFIX}tools:17", root_file_system(self.cache, "tools", "maven", "openjdk-17-jdk-headless", "python3-yaml"))
        busybox = debian_packages(self.cache, "bookworm", "busybox-static") / "bin/busybox"
        # As the real images have it: nothing but busybox for scripts and health checks.
        shell = "COPY busybox /bin/busybox\nRUN mkdir /busybox && /bin/busybox --install -s /busybox && ln -sf busybox /bin/sh\nENV PATH=/bin:/busybox\n"
        self.built(self.name("prom/prometheus", "PROMETHEUS"),
                   f"FROM {debian}\n{shell}COPY prometheus /bin/prometheus\nCOPY share /usr/share/prometheus\n"
                   "RUN mkdir -p /prometheus /etc/prometheus && chown 65534:65534 /prometheus\nUSER 65534\nVOLUME /prometheus\nWORKDIR /prometheus\n"
                   'ENTRYPOINT ["/bin/prometheus"]\n',
                   {"busybox": busybox, "prometheus": packages / "usr/bin/prometheus", "share": packages / "usr/share/prometheus"})
        self.built(self.name("prom/alertmanager", "ALERTMANAGER"),
                   f"FROM {debian}\n{shell}COPY alertmanager amtool /bin/\nCOPY share /usr/share/prometheus\n"
                   "RUN mkdir -p /alertmanager /etc/alertmanager && chown 65534:65534 /alertmanager\nUSER 65534\nVOLUME /alertmanager\nWORKDIR /alertmanager\n"
                   'ENTRYPOINT ["/bin/alertmanager"]\n',
                   {"busybox": busybox, "alertmanager": packages / "usr/bin/prometheus-alertmanager", "amtool": packages / "usr/bin/amtool",
                    "share": packages / "usr/share/prometheus"})
        self.built(self.name("grafana/grafana", "GRAFANA"),
                   f"FROM {tools}\n{shell}ENV PATH=/busybox:/usr/bin\nCOPY grafana-stand-in /run.sh\nRUN mkdir -p /var/lib/grafana /usr/share/grafana/public /etc/grafana/provisioning"
                   " && chown 472:0 /var/lib/grafana && chmod 755 /run.sh\n"
                   "USER 472\nWORKDIR /usr/share/grafana\nENTRYPOINT [\"/run.sh\"]\n",
                   {"busybox": busybox, "grafana-stand-in": HERE / "grafana-stand-in"})
        # Maven's repository as the build before has filled it, so that the image is built without a network.
        return self.built(self.name("maven", "MAVEN"), f"FROM {tools}\nCOPY repository /root/.m2/repository\n", {"repository": repository})


def stamp(path):
    """Changes with the content, without reading all of it."""
    path = pathlib.Path(path)
    if path.is_file():
        return (path.stat().st_size, int(path.stat().st_mtime))
    return sorted(str(file.relative_to(path)) for file in path.rglob("*.jar"))
