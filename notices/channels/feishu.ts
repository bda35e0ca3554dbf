import { createHmac } from 'node:crypto'
import { dead, later, robot, sent } from './robot.ts'

/** 飞书自定义机器人: 100 a minute and 5 a second; signed by time in seconds and secret over an empty text. */
export const feishu = robot({
  kind: 'feishu',
  name: '飞书自定义机器人',
  hosts: ['open.feishu.cn', 'open.larksuite.com'],
  bytes: 18_000,
  request(url, secret, { text }, now) {
    const timestamp = String(Math.floor(now / 1000))
    const signed =
      secret === null
        ? {}
        : { timestamp, sign: createHmac('sha256', `${timestamp}\n${secret}`).update('').digest('base64') }
    return { url, body: { ...signed, msg_type: 'text', content: { text } } }
  },
  outcome({ code, msg }) {
    const says = String(msg).slice(0, 100)
    if (code === 0) return sent('code 0')
    if (code === 11232 || (code === 9499 && /frequency/i.test(says)))
      return later(`发得太快（${code}）`, 60_000, false)
    if (code === 19021) return dead('签名不对：核对 secret 和本机的时间')
    if (code === 19024) return dead('内容里没有机器人要求的关键词：在机器人的安全设置里改用签名校验')
    if (code === 19001) return dead('机器人的地址不对：换新的地址')
    return later(`${code} ${says}`)
  },
})
