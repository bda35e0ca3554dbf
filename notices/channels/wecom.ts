import { dead, later, robot, sent } from './robot.ts'

/** 企业微信群机器人: 20 messages a minute; its key stands in the address. */
export const wecom = robot({
  kind: 'wecom',
  name: '企业微信群机器人',
  hosts: ['qyapi.weixin.qq.com'],
  bytes: 2_000,
  request: (url, _secret, { text }) => ({ url, body: { msgtype: 'text', text: { content: text } } }),
  outcome({ errcode, errmsg }) {
    if (errcode === 0) return sent('errcode 0')
    if (errcode === 45009 || errcode === 45033) return later(`发得太快（${errcode}）`, 60_000, false)
    if (errcode === 93000 || errcode === 40001 || errcode === 40058)
      return dead(`机器人的地址已失效（${errcode}）：在群里看它还在不在，换新的地址`)
    return later(`${errcode} ${String(errmsg).slice(0, 100)}`)
  },
})
