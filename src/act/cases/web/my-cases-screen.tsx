import { CaseList } from '#act/cases/web/cases-screen.tsx'

/** The cases the signed-in member leads. */
export default function MyCasesScreen() {
  return <CaseList path="my-cases" start="mine" />
}
