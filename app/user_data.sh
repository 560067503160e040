#!/bin/bash
# What an instance runs once, as root, at its first boot. It downloads nothing: the release comes along.
set -euo pipefail

mkdir -p /opt/bluegreen /etc/bluegreen /etc/logrotate.d /var/log/bluegreen

cat > /opt/bluegreen/app.py <<'END_OF_APP_5f1c'
{{ app }}
END_OF_APP_5f1c

# Readable by root only: systemd reads it, then gives up root for the service.
(umask 077; cat > /etc/bluegreen/app.env) <<'END_OF_ENV_5f1c'
{{ app_env }}
APP_COLOR="{{ color }}"
APP_RELEASE="{{ release }}"
APP_PORT="{{ app_port }}"
END_OF_ENV_5f1c

# Names and ARNs, never a value.
cat > /etc/bluegreen/secrets <<'END_OF_SECRETS_5f1c'
{{ app_secrets }}
END_OF_SECRETS_5f1c

cat > /opt/bluegreen/start <<'END_OF_START_5f1c'
#!/bin/bash
# Becomes the service. A secret's value is only ever in this process's environment.
set -euo pipefail
export AWS_REGION="{{ region }}" AWS_DEFAULT_REGION="{{ region }}"

metadata() { curl --silent --show-error --fail --connect-timeout 2 --max-time 5 "$@"; }
url=http://169.254.169.254/latest
token=$(metadata -X PUT -H "X-aws-ec2-metadata-token-ttl-seconds: 60" "$url/api/token")
APP_INSTANCE=$(metadata -H "X-aws-ec2-metadata-token: $token" "$url/meta-data/instance-id")
export APP_INSTANCE

while IFS='=' read -r name arn; do
  case "$arn" in
    "") continue ;;
    arn:*:ssm:*)
      value=$(aws ssm get-parameter --with-decryption --name "$arn" --query Parameter.Value --output text < /dev/null) ;;
    arn:*:secretsmanager:*)
      value=$(aws secretsmanager get-secret-value --secret-id "$arn" --query SecretString --output text < /dev/null) ;;
    *)
      echo "start: secret $name: $arn is neither an SSM parameter nor a Secrets Manager secret" >&2
      exit 2 ;;
  esac
  export "$name=$value"
done < /etc/bluegreen/secrets
unset name arn value token

exec /usr/bin/env python3 /opt/bluegreen/app.py
END_OF_START_5f1c
chmod 755 /opt/bluegreen/start

cat > /etc/systemd/system/bluegreen.service <<'END_OF_UNIT_5f1c'
[Unit]
Description={{ service }} {{ color }}
Wants=network-online.target
After=network-online.target

[Service]
ExecStart=/opt/bluegreen/start
EnvironmentFile=/etc/bluegreen/app.env
StandardOutput=append:/var/log/bluegreen/app.log
StandardError=append:/var/log/bluegreen/error.log
Restart=always
RestartSec=2
KillSignal=SIGTERM
TimeoutStopSec=60
DynamicUser=yes
AmbientCapabilities=CAP_NET_BIND_SERVICE

[Install]
WantedBy=multi-user.target
END_OF_UNIT_5f1c

cat > /etc/logrotate.d/bluegreen <<'END_OF_ROTATION_5f1c'
/var/log/bluegreen/*.log {
  size 50M
  rotate 2
  copytruncate
  missingok
}
END_OF_ROTATION_5f1c

systemctl daemon-reload
systemctl enable --now bluegreen

# Only where the image carries the CloudWatch agent.
agent=/opt/aws/amazon-cloudwatch-agent
if [ -x "$agent/bin/amazon-cloudwatch-agent-ctl" ]; then
  cat > "$agent/etc/bluegreen.json" <<'END_OF_AGENT_5f1c'
{"logs": {"logs_collected": {"files": {"collect_list": [
  {"file_path": "/var/log/bluegreen/*.log", "log_group_name": "{{ log_group }}", "log_stream_name": "{instance_id}"}
]}}}}
END_OF_AGENT_5f1c
  "$agent/bin/amazon-cloudwatch-agent-ctl" -a fetch-config -m ec2 -s -c "file:$agent/etc/bluegreen.json"
fi
