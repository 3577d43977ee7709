/** Shell builtins and everyday programs: they prepare, wait and print, and are no database programs. */
const PLAIN = new Set(
  (
    'sh bash ash dash . : [ [[ alias basename break cat cd chgrp chmod chown continue cp curl cut date declare dig dirname du echo egrep ' +
    'eval exit export expr false fgrep find getent grep head hostname id ip install jq kill less let ln local ls mkdir mktemp mv ' +
    'nc ncat netcat nslookup openssl ping pkill printenv printf ps pwd read readonly return rm rmdir sed seq set shift shopt sleep sort ' +
    'source stat su sync sysctl tail tar tee test touch tr trap true truncate ulimit umask uname uniq unset wait wc wget which ' +
    'whoami xargs yes gzip gunzip bzip2 zstd awk gawk base64 md5sum sha256sum apk apt apt-get yum dnf microdnf pip pip3 aws gsutil ' +
    'gcloud az mc rclone s3cmd kubectl wait-for-it wait-for-it.sh wait-for timeout nohup in esac fi done usermod groupmod echo.sh'
  ).split(' '),
);

/** True for a shell builtin or an everyday program (`mkdir`, `sleep`, `curl`). */
export function isPlainTool(program: string): boolean {
  return PLAIN.has(program);
}
