using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace AccessKiosk.Storage.Schema.Migrations
{
    /// <summary>Where people went, for a list of who is in at any moment, and who was marked safe.</summary>
    public partial class Muster : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "passages",
                columns: table => new
                {
                    PersonId = table.Column<Guid>(type: "TEXT", nullable: false),
                    At = table.Column<long>(type: "INTEGER", nullable: false),
                    Zone = table.Column<string>(type: "TEXT", maxLength: 200, nullable: true),
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_passages", x => new { x.PersonId, x.At });
                    table.ForeignKey("FK_passages_people_PersonId", x => x.PersonId, "people", "Id", onDelete: ReferentialAction.Cascade);
                });
            migrationBuilder.CreateIndex(name: "IX_passages_At", table: "passages", column: "At");
            migrationBuilder.CreateTable(
                name: "safe_marks",
                columns: table => new
                {
                    PersonId = table.Column<Guid>(type: "TEXT", nullable: false),
                    At = table.Column<long>(type: "INTEGER", nullable: false),
                    By = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_safe_marks", x => x.PersonId);
                    table.ForeignKey("FK_safe_marks_people_PersonId", x => x.PersonId, "people", "Id", onDelete: ReferentialAction.Cascade);
                });
            // What anti-passback remembers is each person's last passage.
            migrationBuilder.Sql(
                "INSERT INTO passages (PersonId, At, Zone) SELECT PersonId, CAST(substr(Text, 1, instr(Text, ' ') - 1) AS INTEGER), substr(Text, instr(Text, ' ') + 1) "
                + "FROM access_memory WHERE Kind = 'presence' AND PersonId IS NOT NULL AND instr(Text, ' ') > 1");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(name: "safe_marks");
            migrationBuilder.DropTable(name: "passages");
        }
    }
}
