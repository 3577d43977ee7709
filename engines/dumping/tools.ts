import type { DumpTool } from '../model/dump-tool.ts';
import { mongodbDumpTools } from '../mongodb/dump-tools.ts';
import { mysqlFamilyDumpTools } from '../mysql-family/dump-tools.ts';
import { postgresqlDumpTools } from '../postgresql/dump-tools.ts';
import { redisDumpTools } from '../redis/dump-tools.ts';

const byProgram: ReadonlyMap<string, DumpTool> = new Map(
  [...postgresqlDumpTools, ...mysqlFamilyDumpTools, ...mongodbDumpTools, ...redisDumpTools]
    .map((tool) => ({ ...tool, otherValues: [...(tool.otherValues ?? []), ...tool.output, ...tool.hostElsewhere] }))
    .flatMap((tool) => tool.programs.map((program) => [program, tool] as const)),
);

/** The dump tool of that name, of any engine. */
export function dumpToolOf(program: string | undefined): DumpTool | undefined {
  return program === undefined ? undefined : byProgram.get(program);
}
