using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace AccessKiosk.Storage.Schema.Migrations
{
    /// <summary>Events go by mail too, at some times, in a language.</summary>
    public partial class Notifications : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(name: "Channel", table: "webhooks", type: "TEXT", maxLength: 200, nullable: false, defaultValue: "webhook");
            migrationBuilder.AddColumn<string>(name: "Language", table: "webhooks", type: "TEXT", maxLength: 200, nullable: true);
            migrationBuilder.AddColumn<string>(name: "Schedule", table: "webhooks", type: "TEXT", maxLength: 200, nullable: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            // An older program would post to mail addresses.
            migrationBuilder.Sql("DELETE FROM webhooks WHERE Channel <> 'webhook'");
            migrationBuilder.Sql("ALTER TABLE webhooks DROP COLUMN Channel");
            migrationBuilder.Sql("ALTER TABLE webhooks DROP COLUMN Language");
            migrationBuilder.Sql("ALTER TABLE webhooks DROP COLUMN Schedule");
        }
    }
}
