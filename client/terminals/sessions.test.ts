import assert from 'node:assert/strict';
import { PassThrough, Readable } from 'node:stream';
import { LogSession } from './log-session.ts';
import { StreamSession } from './stream-session.ts';

class Screen {
  text = '';
  closed: (number | undefined)[] = [];
  write = (text: string): void => void (this.text += text);
  close = (code: number | undefined): void => void this.closed.push(code);
}

const soon = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 5));

describe('a command in a terminal', () => {
  function started() {
    const screen = new Screen();
    const stream = new PassThrough();
    const sizes: [number, number][] = [];
    let end: (code: number | undefined) => void = () => undefined;
    const ended = new Promise<number | undefined>((resolve) => (end = resolve));
    const running = { stream, resize: (columns: number, rows: number) => void sizes.push([columns, rows]), ended };
    const session = new StreamSession(() => Promise.resolve(running), screen);
    return { screen, stream, sizes, end: (code: number | undefined) => end(code), session };
  }

  it('carries both ways and tells its size', async () => {
    const { screen, sizes, end, session } = started();
    const open = session.open('Shell in postgres-0', { columns: 80, rows: 24 });
    await soon();
    session.input('é');
    session.resize({ columns: 100, rows: 30 });
    await soon();
    assert.match(screen.text, /Shell in postgres-0.*é/s);
    assert.deepEqual(sizes, [
      [80, 24],
      [100, 30],
    ]);
    end(0);
    await open;
    assert.deepEqual(screen.closed, [0]);
  });

  it('puts characters together that come in two pieces', async () => {
    const { screen, stream, session } = started();
    void session.open('x', undefined);
    await soon();
    stream.write(Buffer.from([0xc3]));
    stream.write(Buffer.from([0xa9]));
    await soon();
    assert.ok(screen.text.endsWith('é'), screen.text);
  });

  it('stays to be read where it failed', async () => {
    const { screen, end, session } = started();
    const open = session.open('x', undefined);
    await soon();
    end(127);
    await open;
    assert.match(screen.text, /Ended with exit code 127\. Any key closes/);
    assert.deepEqual(screen.closed, []);
    session.input('q');
    assert.deepEqual(screen.closed, [undefined]);
  });

  it('says why it could not start, and that an end is not known', async () => {
    const screen = new Screen();
    await new StreamSession(() => Promise.reject(new Error('You may not exec in shop.')), screen).open('x', undefined);
    assert.match(screen.text, /You may not exec in shop\./);
    const { screen: other, end, session } = started();
    const open = session.open('x', undefined);
    await soon();
    end(undefined);
    await open;
    assert.match(other.text, /not known/);
  });
});

describe('a log in a terminal', () => {
  it('is shown without what commands a terminal, and followed again on Enter', async () => {
    const screen = new Screen();
    let opened = 0;
    const session = new LogSession(() => {
      opened += 1;
      return Promise.resolve(Readable.from([Buffer.from('one\n\u001b[2Jtwo\n')]));
    }, screen);
    await session.open('Log of postgres-0');
    assert.match(screen.text, /one\r\ntwo\r\n.*The log has ended\./s);
    session.input('x');
    session.input('\r');
    await soon();
    assert.equal(opened, 2);
  });

  it('stops with Ctrl+C', async () => {
    const screen = new Screen();
    const stream = new PassThrough();
    const session = new LogSession(() => Promise.resolve(stream), screen);
    const open = session.open('Log');
    await soon();
    session.input('\u0003');
    await open;
    assert.match(screen.text, /Stopped\./);
    assert.ok(stream.destroyed);
  });

  it('says why there is none', async () => {
    const screen = new Screen();
    await new LogSession(() => Promise.reject(new Error('no previous container')), screen).open('Log');
    assert.match(screen.text, /no previous container/);
  });
});
