import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { isShipped } from '#collect/surveys/texts/languages.ts'
import {
  getReport,
  getReportChanges,
  getReportSettings,
  listReports,
  type Report,
} from '#measure/reports/contract.ts'
import type { Kind } from '#measure/reports/rules.ts'
import { call } from '#platform/web/api.ts'
import { useAddress, useSlug } from '#platform/web/go.tsx'
import { toastError } from '#platform/web/toast.tsx'
import { usePages } from '#platform/web/use-pages.ts'

/** Reports of a kind, the newest first. */
export const useReports = (kind: Kind) =>
  usePages(['reports', 'list', kind], (from, options) =>
    call(listReports, { kind, limit: 50, ...from }, options),
  )

/** The language that the address asks for; undefined: one's own. */
export function useLanguageAsked(): Report['language'] | undefined {
  const { language = '' } = useAddress()[0]
  return isShipped(language) ? language : undefined
}

/** One as it was made, in a language or one's own. */
export function useReport(id: string, language: Report['language'] | undefined) {
  const slug = useSlug()
  return useQuery({
    queryKey: ['reports', slug, id, 'in', language],
    queryFn: () => call(getReport, { reportId: id, ...(language && { language }) }),
    placeholderData: keepPreviousData,
  })
}

/** What its totals would be now. */
export function useReportChanges(id: string) {
  const slug = useSlug()
  return useQuery({
    queryKey: ['reports', slug, id, 'changes'],
    queryFn: () => call(getReportChanges, { reportId: id }),
  })
}

/** Which are made by themselves and who gets them. */
export function useReportSettings() {
  const slug = useSlug()
  return useQuery({ queryKey: ['reports', slug, 'settings'], queryFn: () => call(getReportSettings, {}) })
}

/** A change: what is shown of reports is read again. */
export function useReportChange<In, Out>(change: (input: In) => Promise<Out>, done?: (came: Out) => void) {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: change,
    onSuccess: (came) => {
      void queries.invalidateQueries({ queryKey: ['reports'] })
      done?.(came)
    },
    onError: (error) => toastError(error, 'Nothing was changed'),
  })
}
