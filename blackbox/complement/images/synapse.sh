#!/bin/sh
# Synapse from PyPI as an image, set up as its own project does for Complement. README.md says what a launcher is told.
#   SYNAPSE_VERSION   which one, the newest by default; each has a folder of its own
#   SYNAPSE_CONFIG    a file of settings that replace those below
set -eu
home=$(cd "$(dirname "$0")/../../.." && pwd -P)
venv=$home/target/conformance/synapse${SYNAPSE_VERSION:+-$SYNAPSE_VERSION}

install() {
  [ -x "$venv/bin/python" ] || python3 -m venv "$venv"
  "$venv/bin/python" -c 'import synapse' 2>/dev/null || "$venv/bin/pip" install --quiet --disable-pip-version-check \
    "matrix-synapse[postgres,url-preview]${SYNAPSE_VERSION:+==$SYNAPSE_VERSION}"
}

configure() {
  mkdir -p "$HS_DATA/media"
  [ -f "$HS_DATA/signing.key" ] ||
    echo "ed25519 a_1 $(openssl rand -base64 32 | tr -d =)" >"$HS_DATA/signing.key"
  cat >"$HS_DATA/log.yaml" <<END
version: 1
disable_existing_loggers: false
handlers: { console: { class: logging.StreamHandler } }
root: { level: WARNING, handlers: [console] }
END
  bridges=$(find "$HS_APPSERVICES" -name '*.yaml' -printf '"%p",')
  # Without a certificate it does not federate.
  federation=
  [ -z "${HS_TLS_CERT:-}" ] || federation="\
  - { type: http, port: $HS_FEDERATION_PORT, bind_addresses: ['$HS_IP'], tls: true, resources: [{ names: [client, federation] }] }
tls_certificate_path: $HS_TLS_CERT
tls_private_key_path: $HS_TLS_KEY
federation_custom_ca_list: ['$HS_CA_CERT']"
  fast='{ per_second: 9999, burst_count: 9999 }'
  cat >"$HS_DATA/homeserver.yaml" <<END
server_name: $SERVER_NAME
public_baseurl: http://127.0.0.1:$HS_CLIENT_PORT/
pid_file: $HS_DATA/homeserver.pid
log_config: $HS_DATA/log.yaml
signing_key_path: $HS_DATA/signing.key
media_store_path: $HS_DATA/media
macaroon_secret_key: conformance
form_secret: conformance
database: { name: psycopg2, args: { dbname: $PGDATABASE, cp_min: 1, cp_max: 10 } }
listeners:
  - { type: http, port: $HS_CLIENT_PORT, bind_addresses: ['$HS_IP'], resources: [{ names: [client, federation] }] }
$federation
app_service_config_files: [$bridges]
default_room_version: '11'
report_stats: false
trusted_key_servers: []
ip_range_blacklist: []
federation_ip_range_blacklist: []
url_preview_enabled: true
url_preview_ip_range_blacklist: []
dynamic_thumbnails: false
bcrypt_rounds: 4
enable_registration: true
enable_registration_without_verification: true
registration_shared_secret: complement
allow_guest_access: true
allow_device_name_lookup_over_federation: true
max_event_delay_duration: 24h
caches: { sync_response_cache_duration: 0 }
room_list_publication_rules: [{ action: allow }]
server_notices: { system_mxid_localpart: _server, system_mxid_display_name: Server Alert, system_mxid_avatar_url: '', room_name: Server Alert }
rc_federation: { window_size: 1000, sleep_limit: 10, sleep_delay: 500, reject_limit: 99999, concurrent: 3 }
federation_rr_transactions_per_room_per_second: 9999
rc_message: $fast
rc_registration: $fast
rc_admin_redaction: $fast
rc_3pid_validation: $fast
rc_joins_per_room: $fast
rc_delayed_event_mgmt: $fast
rc_room_creation: $fast
rc_user_directory: $fast
rc_login: { address: $fast, account: $fast, failed_attempts: $fast }
rc_joins: { local: $fast, remote: $fast }
rc_invites: { per_room: $fast, per_user: $fast, per_issuer: $fast }
rc_presence: { per_user: $fast }
experimental_features:
  msc2409_to_device_messages_enabled: true
  msc3202_device_masquerading: true
  msc3202_transaction_extensions: true
  msc3391_enabled: true
  msc3874_enabled: true
  msc3890_enabled: true
  msc3967_enabled: true
  msc3983_appservice_otk_claims: true
  msc3984_appservice_key_query: true
  msc4155_enabled: true
  msc4222_enabled: true
  msc4306_enabled: true
  msc4354_enabled: true
END
}

case ${1:-} in
  install) install ;;
  version) "$venv/bin/python" -c 'import importlib.metadata as m; print("Synapse", m.version("matrix-synapse"))' ;;
  run)
    configure
    exec "$venv/bin/python" -m synapse.app.homeserver -c "$HS_DATA/homeserver.yaml" ${SYNAPSE_CONFIG:+-c "$SYNAPSE_CONFIG"}
    ;;
esac
