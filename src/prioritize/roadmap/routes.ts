import { on } from '#platform/http/on.ts'
import * as contract from '#prioritize/roadmap/contract.ts'
import { getRoadmap } from '#prioritize/roadmap/queries.ts'

export const routes = [on(contract.getRoadmap, getRoadmap)]
