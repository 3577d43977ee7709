# Exporters of metrics for Prometheus: Debian's, each under the path of its own image.
apt-get install -q -y --no-install-recommends prometheus-postgres-exporter prometheus-mysqld-exporter \
  prometheus-redis-exporter > /dev/null
ln -s /usr/bin/prometheus-postgres-exporter /bin/postgres_exporter
ln -s /usr/bin/prometheus-mysqld-exporter /bin/mysqld_exporter
ln -s /usr/bin/prometheus-redis-exporter /redis_exporter
