import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { ImportRun } from '#collect/imports/contract.ts'
import * as contract from '#collect/imports/contract.ts'
import type { ImportKind } from '#collect/imports/map/fields.ts'
import type { RunState } from '#collect/imports/rules.ts'
import { call } from '#platform/web/api.ts'
import { useSlug } from '#platform/web/go.tsx'
import { toastError } from '#platform/web/toast.tsx'

const busy: readonly RunState[] = ['checking', 'running', 'undoing']

/** Whether something is happening to a run that is worth looking at again soon. */
export const isBusy = (state: RunState) => busy.includes(state)

/** The newest imports; asked again each second or so while one is at work. */
export function useImports(limit = 50) {
  const slug = useSlug()
  return useQuery({
    queryKey: ['imports', slug, limit],
    queryFn: () => call(contract.listImports, { limit }),
    refetchInterval: (query) => (query.state.data?.data.some((run) => isBusy(run.state)) ? 1500 : false),
  })
}

/** One import whole. */
export function useImport(importId: string) {
  const slug = useSlug()
  return useQuery({
    queryKey: ['import', slug, importId],
    queryFn: () => call(contract.getImport, { importId }),
    refetchInterval: (query) => (query.state.data && isBusy(query.state.data.state) ? 1000 : false),
  })
}

const verbs = {
  check: contract.checkImport,
  start: contract.startImport,
  cancel: contract.cancelImport,
  resume: contract.resumeImport,
  undo: contract.undoImport,
} as const
export type Verb = keyof typeof verbs

const failed: Record<Verb, string> = {
  check: 'The dry run did not start',
  start: 'The import did not start',
  cancel: 'The import goes on',
  resume: 'The import did not go on',
  undo: 'The import was not undone',
}

/** Changes to one import; every answer is the run as it stands then. */
export function useImportVerbs(importId: string) {
  const slug = useSlug()
  const queries = useQueryClient()
  const keep = (run: ImportRun) => {
    queries.setQueryData(['import', slug, importId], run)
    void queries.invalidateQueries({ queryKey: ['imports', slug] })
  }
  const act = useMutation({
    mutationFn: (verb: Verb) => call(verbs[verb], { importId }),
    onSuccess: keep,
    onError: (error, verb) => toastError(error, failed[verb]),
  })
  const change = useMutation({
    mutationFn: (input: Omit<Parameters<typeof call<typeof contract.changeImport>>[1], 'importId'>) =>
      call(contract.changeImport, { importId, ...input }),
    onSuccess: keep,
    onError: (error) => toastError(error, 'The change was not kept'),
  })
  return { act, change }
}

/** Sends a file; `onProgress` gets the share sent. The browser's fetch cannot tell, so this is the older request. */
export function sendFile(
  slug: string,
  file: File,
  kind: ImportKind,
  onProgress: (share: number) => void,
): Promise<ImportRun> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest()
    request.open(
      'POST',
      `/w/${encodeURIComponent(slug)}/api/v1/imports?name=${encodeURIComponent(file.name)}&kind=${kind}`,
    )
    request.setRequestHeader('content-type', 'application/octet-stream')
    request.responseType = 'json'
    request.upload.onprogress = (event) => onProgress(event.total ? event.loaded / event.total : 0)
    request.onload = () => {
      const body = request.response as (ImportRun & { title?: string }) | null
      if (request.status === 201 && body) resolve(body)
      else reject(new Error(body?.title ?? `The server answered ${request.status}. Try again in a minute.`))
    }
    request.onerror = () =>
      reject(new Error('The upload was cut off. Check the connection and choose the file again.'))
    request.send(file)
  })
}
