using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace AccessKiosk.Storage.Schema.Migrations
{
    /// <summary>Invitations to enrol from elsewhere, and the pictures that wait for their review.</summary>
    public partial class RemoteEnrollment : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "remote_enrolments",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    PersonId = table.Column<Guid>(type: "TEXT", nullable: false),
                    Source = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    Token = table.Column<byte[]>(type: "BLOB", nullable: true),
                    TextVersion = table.Column<string>(type: "TEXT", maxLength: 200, nullable: true),
                    TakenBy = table.Column<string>(type: "TEXT", maxLength: 200, nullable: true),
                    CreatedBy = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    CreatedAt = table.Column<long>(type: "INTEGER", nullable: false),
                    ExpiresAt = table.Column<long>(type: "INTEGER", nullable: false),
                    SentAt = table.Column<long>(type: "INTEGER", nullable: true),
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_remote_enrolments", x => x.Id);
                    table.ForeignKey("FK_remote_enrolments_people_PersonId", x => x.PersonId, "people", "Id", onDelete: ReferentialAction.Cascade);
                });
            migrationBuilder.CreateIndex(name: "IX_remote_enrolments_PersonId", table: "remote_enrolments", column: "PersonId");
            migrationBuilder.CreateIndex(name: "IX_remote_enrolments_Token", table: "remote_enrolments", column: "Token", unique: true);
            migrationBuilder.CreateTable(
                name: "remote_pictures",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    EnrollmentId = table.Column<Guid>(type: "TEXT", nullable: false),
                    Content = table.Column<byte[]>(type: "BLOB", nullable: false),
                    CreatedAt = table.Column<long>(type: "INTEGER", nullable: false),
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_remote_pictures", x => x.Id);
                    table.ForeignKey("FK_remote_pictures_remote_enrolments_EnrollmentId", x => x.EnrollmentId, "remote_enrolments", "Id", onDelete: ReferentialAction.Cascade);
                });
            migrationBuilder.CreateIndex(name: "IX_remote_pictures_EnrollmentId", table: "remote_pictures", column: "EnrollmentId");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(name: "remote_pictures");
            migrationBuilder.DropTable(name: "remote_enrolments");
        }
    }
}
