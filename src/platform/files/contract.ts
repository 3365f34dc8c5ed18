import { z } from 'zod'
import { endpoint } from '#platform/endpoint.ts'
import { id } from '#platform/ids.ts'

/** The answer is the file itself, as an attachment. */
export const downloadFile = endpoint({
  method: 'GET',
  path: '/files/:fileId',
  summary: 'Download a file, such as a screenshot from the widget',
  access: 'files:read',
  params: z.strictObject({ fileId: id('file') }),
})
