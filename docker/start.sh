#!/bin/sh
# Installs the packed nodes into n8n's folder, then starts n8n. The folder is a volume, which hides what an image has
# there, so this cannot be done when the image is built. It needs no network: the packages have no dependencies.
set -e
nodes="${N8N_USER_FOLDER:-$HOME}/.n8n/nodes"
mkdir -p "$nodes"
cd "$nodes"
[ -f package.json ] || echo '{"name":"installed-nodes","private":true,"dependencies":{}}' > package.json
npm install --ignore-scripts --legacy-peer-deps --omit=peer --omit=dev --no-audit --no-fund --offline \
  "${NODES_TO_INSTALL:-/opt/nodes}"/n8n-nodes-*.tgz
exec "${N8N_ENTRYPOINT:-/docker-entrypoint.sh}" "$@"
