/** 动态口令 and 单点登录 on the pages of one's own account. */
export const FACTOR = {
  title: '动态口令',
  lead: '除了口令，登录时还要输入手机验证器上的六位数。督查室、签发和管理员的账户必须设置。',
  must: '您的账户要先设置动态口令，才能办理其他事项。',
  begin: '开始设置',
  scan: '一、用手机上的验证器（支持 TOTP 的都可以）扫这个码，或者手工输入密钥。',
  image: '动态口令的二维码，内容就是下面的密钥',
  key: '密钥',
  confirm: '二、输入验证器上显示的六位数',
  submit: '确认',
  done: '动态口令已设置。下面是十个恢复码，手机不在时每个可以用一次。只显示这一次，请抄下来妥善保管。',
  on: '已在使用动态口令。换手机时先取消，再重新设置。',
  end: '取消动态口令',
  go: '到今日',
} as const

export const OIDC = {
  by: (name: string): string => `用${name}登录`,
  again: (name: string): string => `到${name}再登录一次，代替口令`,
  failed: '没有登录',
} as const
