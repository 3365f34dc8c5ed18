import { Language } from '#measure/reports/contract.ts'
import { pdfOf, pdfResponse } from '#measure/reports/export.ts'
import type { Actor } from '#platform/context.ts'
import { AppError } from '#platform/errors.ts'
import { htmlPage } from '#platform/http/page.ts'
import { findToken, workspaceOfToken } from '#platform/tokens/tokens.ts'

const stranger: Actor = { kind: 'anonymous' }

const gone = () =>
  new AppError(
    'not_found',
    'report.no_link',
    'This link opens nothing, or no more. Ask whoever sent it for a new one.',
  )

/** What somebody with a link reads: the PDF, and nothing else of the workspace. */
const shared = htmlPage(
  { method: 'GET', path: '/reports/:token', access: 'public', limitPerMinute: 30 },
  async (c, door) => {
    const token = c.req.param('token') ?? ''
    const workspaceId = workspaceOfToken(token)
    if (!workspaceId) throw gone()
    const found = await door.inWorkspace(workspaceId, stranger, ({ db, now }) =>
      findToken(db, workspaceId, 'report', token, now()),
    )
    if (!found || found.isExpired || found.isRevoked) throw gone()
    const language = Language.optional().catch(undefined).parse(c.req.query('language'))
    return pdfResponse(await pdfOf(door, workspaceId, stranger, { reportId: found.subjectId, language }))
  },
)

export const pages = [shared]
