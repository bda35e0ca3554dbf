import { Writable } from 'node:stream'
import { describe, expect, it } from 'vitest'
import { redactor, secretsOf } from '../../security/redact.ts'
import { createLogger } from '../../worker/logger.ts'
import fc from '../properties.ts'

const env = {
  TEMPORAL_API_KEY: 'tmprl-key-0123456789abcdef',
  DUBAN_NOTIFY_TOKEN: 'notify"token\\with-quotes',
  DUBAN_NOTIFY_URL: 'https://gateway.example/notify',
  DUBAN_LOG: 'trace',
}

function logged(write: (log: ReturnType<typeof createLogger>) => void): string {
  let text = ''
  const to = new Writable({
    write(chunk, _, done) {
      text += String(chunk)
      done()
    },
  })
  write(createLogger(to, env))
  return text
}

describe('no secret reaches the log', () => {
  const PASSWORD = 'Pa55wörd'
  const url = `postgres://duban:${PASSWORD}@db.example:5432/duban`

  it.each([
    ['a connection URL in a message', (log) => log.info(`connecting to ${url}`)],
    [
      'a connection URL in an error',
      (log) => log.error({ error: new Error(`cannot reach ${url}`) }, 'store'),
    ],
    [
      'a connection URL in the cause of an error',
      (log) => log.error({ error: new Error('x', { cause: new Error(url) }) }, 'store'),
    ],
    ['a connection URL deep in the data', (log) => log.info({ a: { b: { c: [url] } } }, 'x')],
    ['a field called password', (log) => log.info({ password: PASSWORD }, 'x')],
    ['a field of a field', (log) => log.info({ connection: { tls: { token: PASSWORD } } }, 'x')],
    ['a password in keyword form', (log) => log.info(`host=db password=${PASSWORD} user=duban`)],
    ['a password in a query string', (log) => log.info(`https://a.example/?user=x&password=${PASSWORD}&y=1`)],
    [
      'a bearer token in a message',
      (log) => log.warn(`sent Authorization: Bearer ${PASSWORD}abcdefgh`.replace('ö', 'o')),
    ],
    ['headers', (log) => log.warn({ headers: { authorization: `Bearer ${PASSWORD}` } }, 'x')],
    [
      'an API key of the environment, anywhere',
      (log) => log.info({ x: [`k=${env.TEMPORAL_API_KEY}`] }, env.TEMPORAL_API_KEY),
    ],
    [
      'a token with quotes in it',
      (log) => log.info({ error: new Error(`refused: ${env.DUBAN_NOTIFY_TOKEN}`) }, 'x'),
    ],
    ['a private key', (log) => log.info('-----BEGIN PRIVATE KEY-----\nMIIPa55\n-----END PRIVATE KEY-----')],
    [
      'the pair of certificate and key',
      (log) => log.info({ tls: { clientCertPair: { key: Buffer.from('MIIPa55') } } }, 'x'),
    ],
  ] as const satisfies readonly (readonly [string, (log: ReturnType<typeof createLogger>) => void])[])(
    '%s',
    (_, write) => {
      const text = logged(write)
      expect(text).not.toBe('')
      for (const secret of [
        PASSWORD,
        'Pa55',
        env.TEMPORAL_API_KEY,
        'notify\\"token',
        'with-quotes',
        'MIIPa55',
      ])
        expect(text).not.toContain(secret)
      expect(() => JSON.parse(text)).not.toThrow()
    },
  )

  it('what is no secret stays, and errors are shown whole', () => {
    const text = logged((log) =>
      log.error(
        { error: new Error('连不上 db.example:5432'), workflowId: 'mz2015-3.6', url: env.DUBAN_NOTIFY_URL },
        'x',
      ),
    )
    const line = JSON.parse(text) as {
      error: { message: string; stack: string }
      workflowId: string
      url: string
    }
    expect(line.error.message).toBe('连不上 db.example:5432')
    expect(line.error.stack).toContain('redact.test.ts')
    expect([line.workflowId, line.url]).toEqual(['mz2015-3.6', 'https://gateway.example/notify'])
  })

  it('any password of any URL', () => {
    const clean = redactor([])
    const word = fc.stringMatching(/^[A-Za-z0-9!#$%^&*()_+=@.,;-]{3,20}$/)
    fc.assert(
      fc.property(word, fc.constantFrom('postgres', 'http', 'amqps'), (password, scheme) => {
        fc.pre(!'（已隐去）db.example'.includes(password))
        expect(clean(`x ${scheme}://user:${password}@db.example/a`)).toBe(
          `x ${scheme}://user:（已隐去）@db.example/a`,
        )
      }),
    )
  })

  it('paths of secret files and short words are not secrets', () => {
    expect(
      secretsOf({
        DUBAN_CODEC_KEYS: '/etc/duban/keys.json',
        DUBAN_NOTIFY_TOKEN: 'short',
        PATH: '/usr/bin:/bin',
      }),
    ).toEqual([])
  })
})
