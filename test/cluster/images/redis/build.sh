# Redis 7 as docker.io/library/redis has it: user 999, data in /data.
groupadd --system --gid 999 redis
useradd --system --gid redis --uid 999 --home-dir /home/redis redis
apt-get install -q -y --no-install-recommends redis-server redis-tools > /dev/null
rm -f /etc/redis/*.conf
install -d -o redis -g redis /data
install -m 755 /tmp/image/docker-entrypoint.sh /usr/local/bin/docker-entrypoint.sh
