/** 演示账户. */
export const DEMO = {
  title: '进入演练',
  lead: (name: string): string => `以“${name}”的身份看演练的一年，也可以照样办理。`,
  rules:
    '这是演示账户：没有口令，只能在这台机器上用，只看得到演练。链接只能用一次；第一个真实方案启动时它自动删除。',
  enter: '进入',
  only: '演示账户只能在演练里查看和办理',
  remedy: '用自己的账户登录；账户由管理员建立',
} as const
