import { appendAudit } from '../records/accounts/audit.ts'
import type { Db } from '../records/db.ts'

/** From where something was asked. */
export interface From {
  readonly ip: string
  readonly agent: string
  /** User of this machine at the other end of a loopback connection; null: can't be told. */
  readonly peer: number | null
}

/** What is written into the audit log. */
export const AUDITED = {
  signIn: '登录',
  signOut: '退出',
  setUp: '首次设置',
  addUser: '新建账户',
  invite: '发出邀请码',
  reset: '重置口令',
  setPassword: '设置口令',
  disable: '停用账户',
  enable: '启用账户',
  roles: '变更角色',
  token: '令牌',
  totp: '动态口令',
  link: '单点登录关联',
  submitLink: '免登录链接',
  feed: '订阅地址',
  publish: '公开发布',
  template: '公文模板',
  delegate: '委托',
  act: '办理',
  refused: '拒绝',
  upload: '上传',
  download: '下载',
  sample: '抽查抽样',
  endSessions: '结束会话',
  forget: '删除个人信息',
  demo: '演示账户',
} as const

export interface AuditLine {
  readonly userId: string | null
  readonly via: 'session' | 'token' | 'oidc' | 'link' | 'cli' | 'none'
  readonly ip?: string
  readonly what: keyof typeof AUDITED
  readonly target?: string
  readonly outcome: 'ok' | 'refused'
  readonly detail?: string
}

/** Writes down who did what; never a password, a code or a token. */
export const audit = (db: Db, line: AuditLine): Promise<void> =>
  appendAudit(db, {
    at: new Date().toISOString(),
    user_id: line.userId,
    via: line.via,
    ip: line.ip ?? '',
    what: line.what,
    target: (line.target ?? '').slice(0, 300),
    outcome: line.outcome,
    detail: (line.detail ?? '').slice(0, 500),
  })
