/** What the editor says of where it runs. https://code.visualstudio.com/api/references/vscode-api#env */
export interface Place {
  /** `env.remoteName`: `wsl`, `ssh-remote`, `dev-container`, `attached-container`, `codespaces`, `tunnel`; undefined on one's own machine. */
  readonly remoteName: string | undefined;
  /** The host name of the machine on which the extension runs. */
  readonly host?: string | undefined;
  /** WSL_DISTRO_NAME. */
  readonly distribution?: string | undefined;
  /** Whether the window shows a browser's editor (vscode.dev, code-server). */
  readonly web?: boolean | undefined;
}

/** Whose kubeconfig is read, in words that follow «kubeconfig»: `in WSL Ubuntu`. */
export function whoseKubeconfig({ remoteName, host, distribution, web = false }: Place): string {
  const named = (before: string, name: string | undefined): string =>
    name === undefined || name === '' ? before : `${before} ${name}`;
  switch (remoteName) {
    case undefined:
      return web ? named('on the server', host) : 'on this machine';
    case 'wsl':
      return named('in WSL', distribution);
    case 'ssh-remote':
      return named('over SSH on', host ?? 'the remote host');
    case 'dev-container':
    case 'attached-container':
    case 'k8s-container':
      return named('in the container', host);
    case 'codespaces':
      return 'in the codespace';
    case 'tunnel':
      return named('through a tunnel on', host ?? 'the remote host');
    default:
      return named('on the remote host', host);
  }
}
