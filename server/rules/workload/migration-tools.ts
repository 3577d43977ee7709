/** A tool that changes a database's schema. */
export interface MigrationTool {
  readonly name: string;
  /** In the text of a command or script. */
  readonly command: RegExp;
  /** In the repository of an image whose entrypoint is the tool. */
  readonly image?: RegExp;
  /** Whether it takes a lock in the database, so that a second one waits for the first. */
  readonly locks: boolean;
  readonly source: string;
}

/** The tools that Plinth can tell, and whether two of them at once come to blows. */
export const MIGRATION_TOOLS: readonly MigrationTool[] = [
  {
    name: 'Flyway',
    command: /\bflyway\b[^\n;|]*\bmigrate\b/u,
    image: /(?:^|\/)flyway$/u,
    locks: true,
    source: 'https://documentation.red-gate.com/fd/flyway-schema-history-table-273973417.html',
  },
  {
    name: 'Liquibase',
    command: /\bliquibase\b[^\n;|]*\bupdate\b/u,
    image: /(?:^|\/)liquibase$/u,
    locks: true,
    source: 'https://docs.liquibase.com/concepts/tracking-tables/databasechangeloglock-table.html',
  },
  {
    name: 'golang-migrate',
    command: /\bmigrate\b[^\n;|]*-(?:database|path|source)\b[^\n;|]*\bup\b/u,
    image: /(?:^|\/)migrate\/migrate$/u,
    locks: true,
    source: 'https://github.com/golang-migrate/migrate/blob/master/FAQ.md',
  },
  {
    name: 'Rails',
    command: /\b(?:rails|rake)\s+db:(?:migrate|prepare)\b/u,
    locks: true,
    source: 'https://api.rubyonrails.org/classes/ActiveRecord/ConcurrentMigrationError.html',
  },
  {
    name: 'Prisma',
    command: /\bprisma\s+migrate\s+deploy\b/u,
    locks: true,
    source: 'https://www.prisma.io/docs/orm/prisma-migrate/workflows/development-and-production#advisory-locking',
  },
  {
    name: 'Knex',
    command: /\bknex\s+migrate:(?:latest|up)\b/u,
    locks: true,
    source: 'https://knexjs.org/guide/migrations.html#notes-about-locks',
  },
  {
    name: 'Alembic',
    command: /\balembic\b[^\n;|]*\bupgrade\b/u,
    locks: false,
    source: 'https://github.com/sqlalchemy/alembic/issues/633',
  },
  {
    name: 'Django',
    command: /\bmanage\.py\s+migrate\b|\bdjango-admin\s+migrate\b/u,
    locks: false,
    source: 'https://docs.djangoproject.com/en/stable/topics/migrations/',
  },
  {
    name: 'Sequelize',
    command: /\bsequelize(?:-cli)?\s+db:migrate\b/u,
    locks: false,
    source: 'https://github.com/sequelize/umzug/issues/59',
  },
  {
    name: 'TypeORM',
    command: /\btypeorm\b[^\n;|]*\bmigration:run\b/u,
    locks: false,
    source: 'https://github.com/typeorm/typeorm/issues/4588',
  },
];
