import { audit } from '../../../accounts/audit.ts'
import { removeTemplate, setTemplate, templateKind, templates } from '../../../client/use/templates.ts'
import { TEMPLATES as NAMES, type TemplateKind } from '../../../documents/official/places.ts'
import { sha256, words } from '../../../domain/fields/field.ts'
import * as answers from '../answers.ts'
import { type Asked, type Route, route } from '../route.ts'
import { fileText } from './uploaded-plan.ts'

const changed = ({ deps, principal, ip }: Asked, kind: TemplateKind) =>
  audit(deps.db, {
    ...{ userId: principal.userId, via: principal.via === 'token' ? 'token' : 'session', ip },
    ...{ what: 'template', target: NAMES[kind], outcome: 'ok' },
  })

/** 公文模板 of the installation: seen by whoever is signed in, set by who runs the settings. */
export const TEMPLATES: readonly Route[] = [
  route({
    ...{ method: 'get', path: '/templates', says: '公文模板和可用的位置', needs: 'signed', scope: 'read' },
    answer: answers.list(answers.template),
    does: async ({ deps }) => ({ items: await templates(deps.duban.dataDir) }),
  }),
  route({
    ...{ method: 'put', path: '/templates/{kind}', needs: 'admin', scope: 'act' },
    says: '设置通报（bulletin）或督办单（slip）的模板，先上传文件；不认识的位置拒绝，缺的列出',
    body: { sha256: sha256('文件'), name: words('文件名', 200) },
    answer: answers.templateSet,
    does: async (asked) => {
      const kind = templateKind(asked.params.kind ?? '')
      const { name, bytes } = fileText(asked.deps, asked.body)
      const fit = await setTemplate(asked.deps.duban.dataDir, kind, bytes, name)
      await changed(asked, kind)
      return { kind, ...fit }
    },
  }),
  route({
    ...{ method: 'delete', path: '/templates/{kind}', needs: 'admin', scope: 'act' },
    says: '去掉模板，仍按 GB/T 9704 排版',
    answer: answers.templateEnded,
    does: async (asked) => {
      const kind = templateKind(asked.params.kind ?? '')
      removeTemplate(asked.deps.duban.dataDir, kind)
      await changed(asked, kind)
      return { kind }
    },
  }),
]
