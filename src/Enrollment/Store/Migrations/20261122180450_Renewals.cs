using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace AccessKiosk.Enrollment.Store.Migrations
{
    /// <inheritdoc />
    internal sealed partial class Renewals : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "renewals",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    PersonId = table.Column<Guid>(type: "TEXT", nullable: false),
                    KeyId = table.Column<Guid>(type: "TEXT", nullable: false),
                    ModelHash = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    Vector = table.Column<byte[]>(type: "BLOB", nullable: true),
                    Score = table.Column<float>(type: "REAL", nullable: false),
                    Threshold = table.Column<float>(type: "REAL", nullable: false),
                    EnrolmentScore = table.Column<float>(type: "REAL", nullable: false),
                    Quality = table.Column<float>(type: "REAL", nullable: false),
                    State = table.Column<int>(type: "INTEGER", nullable: false),
                    CapturedAt = table.Column<long>(type: "INTEGER", nullable: false),
                    CreatedAt = table.Column<long>(type: "INTEGER", nullable: false),
                    DecidedBy = table.Column<string>(type: "TEXT", maxLength: 200, nullable: true),
                    DecidedAt = table.Column<long>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_renewals", x => x.Id);
                    table.ForeignKey(
                        name: "FK_renewals_people_PersonId",
                        column: x => x.PersonId,
                        principalTable: "people",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateIndex(
                name: "IX_renewals_PersonId",
                table: "renewals",
                column: "PersonId");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "renewals");
        }
    }
}
