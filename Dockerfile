# One image for each part of Waymark, chosen by --build-arg SERVICE=
#   referral-intake | pathway-tracker | needs-led-support | front-door
ARG NODE_IMAGE=node:26-bookworm-slim

FROM ${NODE_IMAGE} AS install
WORKDIR /app
COPY package.json pnpm-lock.yaml pnpm-workspace.yaml ./
COPY packages packages
COPY services services
COPY infra/local infra/local
RUN npx --yes "$(node -p "require('./package.json').packageManager")" install --prod --frozen-lockfile

FROM ${NODE_IMAGE}
ARG SERVICE
WORKDIR /app
COPY --from=install --chown=root:root /app .
RUN if [ "${SERVICE}" = front-door ]; then ln -s /app/infra/local/src/gateway /app/entry; \
    elif [ -f "/app/services/${SERVICE}/src/main.ts" ]; then ln -s "/app/services/${SERVICE}/src" /app/entry; \
    else echo "SERVICE must be referral-intake, pathway-tracker, needs-led-support or front-door; it is '${SERVICE}'" >&2; exit 1; fi
ENV NODE_ENV=production HOST=0.0.0.0 PORT=8080
USER node
EXPOSE 8080
HEALTHCHECK --interval=10s --timeout=3s --start-period=60s --retries=6 \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/health/live`).then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "--disable-warning=ExperimentalWarning", "--import", "/app/packages/service-base/src/tracing/register.ts", "/app/entry/main.ts"]
