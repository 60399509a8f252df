# The image: Playhead on a Java runtime, listening on all addresses, as a user without rights.
#
#   docker build -t playhead .
#   docker run --stop-timeout 45 -p 9298:9298 -v playhead:/data playhead
#
# With nothing configured it is the demonstration, kept in the volume /data. Its log has a link that signs in once;
# `cat /data/demo-token` in the container is the token itself. Configured, by environment or by files in /app/config, it
# writes to /tmp only: `--read-only --tmpfs /tmp:exec` (Netty's native part is loaded from there).

FROM maven:3-eclipse-temurin-25 AS build
WORKDIR /build
COPY pom.xml ./
COPY .mvn .mvn
COPY src/main src/main
ARG REVISION=unknown
RUN --mount=type=cache,target=/repository \
    mvn -B -ntp -Dmaven.repo.local=/repository -Dmaven.test.skip=true -Dspotless.check.skip -Dbuild.revision="$REVISION" package \
    && cp target/playhead-*.jar app.jar

# What changes seldom comes first, so that a new Playhead is one small layer
FROM build AS layers
RUN java -Djarmode=tools -jar app.jar extract --layers --destination /layers

# Java, Playhead and the flags: what the cache is trained on and what runs
FROM eclipse-temurin:25-jre AS runtime

# A user with a name: PostgreSQL of the demonstration starts for no other
RUN groupadd --gid 10001 playhead \
    && useradd --uid 10001 --gid 10001 --home-dir /data --no-create-home --shell /usr/sbin/nologin playhead \
    && install --directory --owner=10001 --group=10001 --mode=0700 /data

WORKDIR /app
COPY --from=layers /layers/dependencies/ ./
COPY --from=layers /layers/spring-boot-loader/ ./
COPY --from=layers /layers/snapshot-dependencies/ ./
COPY --from=layers /layers/application/ ./
COPY src/image/java.args src/image/memory.args ./
ENV JDK_JAVA_OPTIONS=@/app/memory.args

# Runs the demonstration, which PostgreSQL refuses to root
FROM runtime AS training
COPY src/image /image
USER 10001:10001
RUN /image/train /app /tmp/playhead.aot

FROM runtime
LABEL org.opencontainers.image.title="Playhead" \
      org.opencontainers.image.description="The reactive recording gateway"
COPY --from=training --chown=0:0 --chmod=0644 /tmp/playhead.aot ./

ENV SERVER_ADDRESS=0.0.0.0 \
    PLAYHEAD_DATA=/data
VOLUME ["/data"]
EXPOSE 9298 9299
USER 10001:10001

# Java itself answers SIGTERM: no new listeners, the others may finish (30 s, spring.lifecycle.timeout-per-shutdown-phase)
STOPSIGNAL SIGTERM

# Liveness, asked by the shell's own sockets: nothing to install, no second Java every few seconds
HEALTHCHECK --interval=10s --timeout=3s --start-period=60s --retries=3 \
    CMD ["bash", "-c", "exec 3<>\"/dev/tcp/127.0.0.1/${MANAGEMENT_SERVER_PORT:-9299}\" && printf 'GET /actuator/health/liveness HTTP/1.0\\r\\n\\r\\n' >&3 && read -r _ status _ <&3 && [ \"$status\" = 200 ]"]

# JDK_JAVA_OPTIONS has what memory.args says, unless it is given. A cache that does not fit is left out.
ENTRYPOINT ["java", "@java.args", "-XX:AOTCache=playhead.aot", "-jar", "app.jar"]
