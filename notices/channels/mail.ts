import { createHash } from 'node:crypto'
import { createTransport } from 'nodemailer'
import { type Channel, type ChannelKind, dead, later, needed, sent } from '../channel.ts'

interface SmtpError extends Error {
  readonly code?: string
  readonly responseCode?: number
  readonly response?: string
}

const ONE_LINE = /[\r\n\t\0]+/g

/** Why a relay did not take a message: 4xx is for later, 5xx of a recipient or a message is for good. */
function refusalOf(error: SmtpError) {
  const says = (error.response ?? error.message).replace(ONE_LINE, ' ').slice(0, 200)
  const code = error.responseCode ?? 0
  if (error.code === 'EAUTH') return later(`邮件服务器不认用户名或密码：${says}`, 600_000, false)
  // A recipient that does not exist, a message that is refused; what a relay says of itself (421, 454) is no verdict.
  if (code >= 500 && (error.code === 'EENVELOPE' || error.code === 'EMESSAGE'))
    return dead(`邮件服务器拒收：${says}`)
  if (code >= 400) return later(`邮件服务器暂不收：${says}`)
  return later(
    error.code === 'ETIMEDOUT' ? '邮件服务器没有在时限内答复' : `连不上邮件服务器（${error.code ?? ''}）`,
  )
}

/** Mail by the office's own relay (SMTP). STARTTLS unless the set-up says otherwise; one Message-ID a message. */
export const mail: ChannelKind = {
  kind: 'mail',
  name: '邮件',
  open(id, settings): Channel {
    const from = needed(settings, 'from')
    const host = needed(settings, 'host')
    const secure = settings.secure === true
    const transport = createTransport({
      host,
      port: typeof settings.port === 'number' ? settings.port : secure ? 465 : 587,
      secure,
      requireTLS: !secure && settings.plain !== true,
      ignoreTLS: settings.plain === true,
      ...(typeof settings.user === 'string'
        ? { auth: { user: settings.user, pass: needed(settings, 'password') } }
        : {}),
      connectionTimeout: 10_000,
      greetingTimeout: 10_000,
      socketTimeout: typeof settings.timeout === 'number' ? settings.timeout * 1000 : 30_000,
      disableFileAccess: true,
      disableUrlAccess: true,
    })
    return {
      id,
      whole: true,
      async send({ key, to, subject, text }) {
        try {
          const info = await transport.sendMail({
            from,
            to: { name: '', address: to },
            subject: subject.replace(ONE_LINE, ' '),
            text,
            messageId: `<${createHash('sha256').update(key).digest('hex').slice(0, 40)}@duban>`,
            headers: { 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'All' },
          })
          return sent(String(info.response).replace(ONE_LINE, ' ').slice(0, 200))
        } catch (error) {
          return refusalOf(error as SmtpError)
        }
      },
      close: () => transport.close(),
    }
  },
}
