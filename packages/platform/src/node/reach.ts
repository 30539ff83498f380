import { connect } from 'node:net';

/** Opens a TCP connection and closes it again. Rejects where that fails, or takes longer than some seconds. */
export async function reach(host: string, port: number, timeout = 4000): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    const socket = connect({ host, port, timeout });
    const end = (error?: Error) => {
      socket.destroy();
      if (error === undefined) resolve();
      else reject(new Error(`${host}:${port} cannot be reached: ${error.message}`, { cause: error }));
    };
    socket.once('connect', () => end());
    socket.once('timeout', () => end(new Error('no answer')));
    socket.once('error', end);
  });
}
