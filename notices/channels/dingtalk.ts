import { createHmac } from 'node:crypto'
import { dead, later, robot, sent } from './robot.ts'

const TEN_MINUTES = 600_000

/** 钉钉自定义机器人: 20 a minute, else muted for ten; signed by time in milliseconds and secret. */
export const dingtalk = robot({
  kind: 'dingtalk',
  name: '钉钉自定义机器人',
  hosts: ['oapi.dingtalk.com'],
  bytes: 18_000,
  request(url, secret, { text, key }, now) {
    if (secret !== null) {
      url.searchParams.set('timestamp', String(now))
      url.searchParams.set('sign', createHmac('sha256', secret).update(`${now}\n${secret}`).digest('base64'))
    }
    return { url, body: { msgtype: 'text', text: { content: text }, msgUuid: key } }
  },
  outcome({ errcode, errmsg }) {
    const says = String(errmsg).slice(0, 100)
    if (errcode === 0) return sent('errcode 0')
    if (errcode === 130101 || errcode === 410100) return later(`发得太快（${errcode}）`, TEN_MINUTES, false)
    if (errcode === 310000)
      return dead(
        /keyword/i.test(says)
          ? '内容里没有机器人要求的关键词：在机器人的安全设置里改用加签'
          : /sign|timestamp/i.test(says)
            ? '签名不对：核对 secret 和本机的时间'
            : /whitelist/i.test(says)
              ? '本机的地址不在机器人的白名单里'
              : `机器人拒绝（310000 ${says}）`,
      )
    if (errcode === 400101 || errcode === 400102) return dead(`机器人已停用或删除（${errcode}）：换新的地址`)
    return later(`${errcode} ${says}`)
  },
})
