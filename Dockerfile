# MVM's image: built with a whole JDK, run with a small Java of its own on Debian, without root and without anything that changes.
#   docker build -t mvm:local .
# JDK 17, because that is what ./verify tests with. A base other than Debian must have glibc, bash (the health check), sed,
# coreutils and, for signals to a shell that dies, setpriv.
ARG BUILD_IMAGE=maven:3.9.11-eclipse-temurin-17
ARG RUN_IMAGE=debian:bookworm-slim

# --- Build -----------------------------------------------------------------------------------------------------------------
FROM ${BUILD_IMAGE} AS build
WORKDIR /src
# Options for Maven, such as -o where its repository is filled already.
ARG MAVEN_FLAGS=""
# The commit, for 'mvm version' and the labels: docker compose build --build-arg REVISION=$(git rev-parse --short HEAD)
ARG REVISION=unknown
COPY . .
RUN mvn -B -ntp ${MAVEN_FLAGS} -Dquick "-Dmvm.revision=${REVISION}" package \
 && mkdir -p /image/opt/mvm /image/usr/local/bin \
 && tar -xzf mvm-jmx/target/mvm-*.tar.gz -C /image/opt/mvm --strip-components=1 \
 && cp packaging/docker/mvm /image/usr/local/bin/mvm \
 && cp packaging/docker/healthcheck /image/opt/mvm/bin/healthcheck \
 && chmod 0755 /image/usr/local/bin/mvm /image/opt/mvm/bin/healthcheck
# SQLite's native code, where a file system on which nothing can be run (/tmp) is no hindrance.
RUN case "$(uname -m)" in x86_64) arch=x86_64 ;; aarch64) arch=aarch64 ;; *) echo "no SQLite for $(uname -m)" >&2; exit 1 ;; esac \
 && mkdir /image/opt/mvm/native && cd /image/opt/mvm/native \
 && jar -xf ../lib/sqlite-jdbc-*.jar "org/sqlite/native/Linux/$arch/libsqlitejdbc.so" \
 && mv "org/sqlite/native/Linux/$arch/libsqlitejdbc.so" . && rm -r org && chmod 0644 libsqlitejdbc.so
# All of Java SE, so that no library misses a part on a bad day; of the JDK what serves TLS, JMX, jcmd and profiling.
RUN "$(dirname "$(readlink -f "$(command -v javac)")")/jlink" --no-header-files --no-man-pages --compress=2 --output /image/opt/java \
  --add-modules java.se,jdk.unsupported,jdk.crypto.ec,jdk.management,jdk.management.agent,jdk.naming.dns,jdk.net,jdk.jcmd,jdk.jfr,jdk.zipfs

# --- Run -------------------------------------------------------------------------------------------------------------------
FROM ${RUN_IMAGE}
ARG REVISION=unknown
ARG VERSION=0.1.0-SNAPSHOT
LABEL org.opencontainers.image.title="MVM, the Midnight Validator Monitor" \
      org.opencontainers.image.description="Tells a Midnight block producer whether it produced every block it owed." \
      org.opencontainers.image.licenses="Apache-2.0" \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.revision="${REVISION}"
COPY --from=build /image/ /
ENV JAVA_HOME=/opt/java \
    MVM_CACHE_DIR=/opt/mvm/cache \
    MVM_METRICS_BIND=0.0.0.0:9400 \
    MVM_DB_PATH=/data/mvm.db \
    HOME=/data \
    LANG=C.UTF-8
# The class-data archive halves the time of a start. /data is for a volume, which takes owner and mode from here.
RUN MVM_CDS=make /opt/mvm/bin/mvm \
 && groupadd --gid 10001 mvm && useradd --uid 10001 --gid 10001 --home-dir /data --no-create-home --shell /usr/sbin/nologin mvm \
 && install -d -o 10001 -g 10001 -m 0750 /data \
 && install -d /etc/mvm /keystore
USER 10001:10001
WORKDIR /data
VOLUME /data
EXPOSE 9400 9010
# Whether the process serves. Whether the node answers is another question (/readyz), and no restart would help with it.
HEALTHCHECK --interval=5s --timeout=4s --start-period=30s --retries=4 CMD ["/opt/mvm/bin/healthcheck"]
STOPSIGNAL SIGTERM
ENTRYPOINT ["mvm"]
CMD ["sync"]
