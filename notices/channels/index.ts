import type { ChannelKind } from '../channel.ts'
import { dingtalk } from './dingtalk.ts'
import { feishu } from './feishu.ts'
import { mail } from './mail.ts'
import { wecom } from './wecom.ts'

/** Every kind of channel. */
export const CHANNEL_KINDS: readonly ChannelKind[] = [mail, wecom, dingtalk, feishu]
