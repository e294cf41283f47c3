# The app and git. Agents are not in it: put yours on top (`FROM autoloop`, then install its command line).

FROM node:24-slim AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci --ignore-scripts
COPY tsconfig.json tsconfig.build.json rolldown.config.ts ./
COPY src ./src
RUN npm run build

FROM node:24-slim
# bubblewrap isolates agents and evaluations; docs/operations.md says what a container must be allowed for that.
# tini reaps what an agent leaves behind; Node as process 1 would not.
RUN apt-get update \
  && apt-get install --yes --no-install-recommends bubblewrap ca-certificates git tini \
  && rm -rf /var/lib/apt/lists/* \
  && install --directory --owner=node --group=node /var/lib/autoloop
WORKDIR /app
# No package is needed at run time.
COPY --from=build /app/dist/*.mjs /app/dist/THIRD-PARTY-LICENSES.txt ./

ENV NODE_ENV=production \
    HOST=0.0.0.0 \
    PORT=3000 \
    LOG_FORMAT=json \
    AUTOLOOP_WORK_DIR=/var/lib/autoloop
# Runs that go on are found again here after a restart.
VOLUME /var/lib/autoloop
USER node
EXPOSE 3000
HEALTHCHECK --interval=30s --timeout=5s --start-period=20s --retries=3 \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/healthz`).then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
ENTRYPOINT ["/usr/bin/tini", "--"]
CMD ["node", "autoloop.mjs", "start"]
