using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace AccessKiosk.Storage.Schema;

/// <summary>The store's tables through EF Core. Times are Unix milliseconds, which sort and compare on every database.</summary>
internal sealed class KioskDb(DbContextOptions<KioskDb> options) : DbContext(options)
{
    public const int NameLength = 200;
    public const int TextLength = 2000;

    public DbSet<StoreRow> Store => Set<StoreRow>();

    public DbSet<PersonRow> People => Set<PersonRow>();

    public DbSet<ReferenceRow> References => Set<ReferenceRow>();

    public DbSet<RenewalRow> Renewals => Set<RenewalRow>();

    public DbSet<ConsentRow> Consents => Set<ConsentRow>();

    public DbSet<GroupRow> Groups => Set<GroupRow>();

    public DbSet<MembershipRow> Memberships => Set<MembershipRow>();

    public DbSet<CalibrationRow> Calibrations => Set<CalibrationRow>();

    public DbSet<EventRow> Events => Set<EventRow>();

    public DbSet<AlertRow> Alerts => Set<AlertRow>();

    public DbSet<OperatorRow> Operators => Set<OperatorRow>();

    public DbSet<ApiKeyRow> ApiKeys => Set<ApiKeyRow>();

    public DbSet<SubscriptionRow> Subscriptions => Set<SubscriptionRow>();

    public DbSet<AuditRow> Audit => Set<AuditRow>();

    public DbSet<SettingRow> Settings => Set<SettingRow>();

    public DbSet<AccessStateRow> AccessStates => Set<AccessStateRow>();

    public DbSet<PassageRow> Passages => Set<PassageRow>();

    public DbSet<SafeMarkRow> SafeMarks => Set<SafeMarkRow>();

    public DbSet<RemoteEnrollmentRow> RemoteEnrollments => Set<RemoteEnrollmentRow>();

    public DbSet<RemotePictureRow> RemotePictures => Set<RemotePictureRow>();

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        configurationBuilder.Properties<DateTimeOffset>().HaveConversion<UnixMilliseconds>();
        configurationBuilder.Properties<string>().HaveMaxLength(NameLength);
    }

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<StoreRow>().ToTable("store").Property(row => row.Id).ValueGeneratedNever();
        modelBuilder.Entity<PersonRow>().ToTable("people");
        modelBuilder.Entity<ReferenceRow>(table =>
        {
            table.ToTable("references");
            table.HasIndex(row => row.PersonId);
            table.HasOne<PersonRow>().WithMany().HasForeignKey(row => row.PersonId).OnDelete(DeleteBehavior.Restrict);
        });
        modelBuilder.Entity<RenewalRow>(table =>
        {
            table.ToTable("renewals");
            table.Property(row => row.EnrollmentScore).HasColumnName("EnrolmentScore");
            table.HasIndex(row => row.PersonId);
            table.HasOne<PersonRow>().WithMany().HasForeignKey(row => row.PersonId).OnDelete(DeleteBehavior.Restrict);
        });
        modelBuilder.Entity<ConsentRow>(table =>
        {
            table.ToTable("consents");
            table.HasIndex(row => row.PersonId);
            table.HasOne<PersonRow>().WithMany().HasForeignKey(row => row.PersonId).OnDelete(DeleteBehavior.Restrict);
        });
        modelBuilder.Entity<GroupRow>(table =>
        {
            table.ToTable("groups");
            table.HasIndex(row => row.NameKey).IsUnique();
        });
        modelBuilder.Entity<MembershipRow>(table =>
        {
            table.ToTable("memberships");
            table.HasKey(row => new { row.PersonId, row.GroupId });
            table.HasOne<PersonRow>().WithMany().HasForeignKey(row => row.PersonId).OnDelete(DeleteBehavior.Cascade);
            table.HasOne<GroupRow>().WithMany().HasForeignKey(row => row.GroupId).OnDelete(DeleteBehavior.Cascade);
        });
        modelBuilder.Entity<CalibrationRow>(table =>
        {
            table.ToTable("calibrations");
            table.HasIndex(row => new { row.ModelHash, row.CreatedAt });
            table.Property(row => row.Description).HasMaxLength(TextLength);
            table.Property(row => row.Json).HasMaxLength(-1);
        });
        modelBuilder.Entity<EventRow>(table =>
        {
            table.ToTable("events");
            table.HasIndex(row => row.Sequence).IsUnique();
            table.HasIndex(row => row.At);
            table.HasIndex(row => row.PersonId);
            table.Property(row => row.Detail).HasMaxLength(TextLength);
            table.Property(row => row.Details).HasMaxLength(-1);
        });
        modelBuilder.Entity<AlertRow>(table =>
        {
            table.ToTable("alerts");
            table.HasIndex(row => row.At);
            table.HasIndex(row => row.PersonId);
            table.Property(row => row.Reason).HasMaxLength(TextLength);
            table.Property(row => row.Evidence).HasMaxLength(-1);
            table.Property(row => row.Note).HasMaxLength(TextLength);
        });
        modelBuilder.Entity<ApiKeyRow>(table =>
        {
            table.ToTable("api_keys");
            table.HasIndex(row => row.Hash).IsUnique();
            table.Property(row => row.Scopes).HasMaxLength(TextLength);
        });
        modelBuilder.Entity<SubscriptionRow>(table =>
        {
            // It held webhooks alone at first.
            table.ToTable("webhooks");
            table.Property(row => row.Channel).HasDefaultValue("webhook");
            table.Property(row => row.Url).HasMaxLength(TextLength);
            table.Property(row => row.Kinds).HasMaxLength(TextLength);
            table.Property(row => row.Secret).HasMaxLength(TextLength);
            table.Property(row => row.Fault).HasMaxLength(TextLength);
            table.Property(row => row.SetAside).HasMaxLength(-1);
        });
        modelBuilder.Entity<OperatorRow>(table =>
        {
            table.ToTable("operators");
            table.HasIndex(row => row.NameKey).IsUnique();
            table.Property(row => row.Credential).HasMaxLength(-1);
        });
        modelBuilder.Entity<SettingRow>(table =>
        {
            table.ToTable("settings");
            table.HasKey(row => row.Name);
            table.Property(row => row.Text).HasMaxLength(-1);
        });
        modelBuilder.Entity<AccessStateRow>(table =>
        {
            table.ToTable("access_memory");
            table.HasKey(row => new { row.Kind, row.Key });
            table.Property(row => row.Text).HasMaxLength(TextLength);
            table.HasOne<PersonRow>().WithMany().HasForeignKey(row => row.PersonId).OnDelete(DeleteBehavior.Cascade);
        });
        modelBuilder.Entity<PassageRow>(table =>
        {
            table.ToTable("passages");
            table.HasKey(row => new { row.PersonId, row.At });
            table.HasIndex(row => row.At);
            table.HasOne<PersonRow>().WithMany().HasForeignKey(row => row.PersonId).OnDelete(DeleteBehavior.Cascade);
        });
        modelBuilder.Entity<SafeMarkRow>(table =>
        {
            table.ToTable("safe_marks");
            table.HasKey(row => row.PersonId);
            table.HasOne<PersonRow>().WithMany().HasForeignKey(row => row.PersonId).OnDelete(DeleteBehavior.Cascade);
        });
        modelBuilder.Entity<RemoteEnrollmentRow>(table =>
        {
            table.ToTable("remote_enrolments");
            table.HasIndex(row => row.PersonId);
            table.HasIndex(row => row.Token).IsUnique();
            table.HasOne<PersonRow>().WithMany().HasForeignKey(row => row.PersonId).OnDelete(DeleteBehavior.Cascade);
        });
        modelBuilder.Entity<RemotePictureRow>(table =>
        {
            table.ToTable("remote_pictures");
            table.HasIndex(row => row.EnrollmentId);
            table.HasOne<RemoteEnrollmentRow>().WithMany().HasForeignKey(row => row.EnrollmentId).OnDelete(DeleteBehavior.Cascade);
        });
        modelBuilder.Entity<AuditRow>(table =>
        {
            table.ToTable("audit");
            table.HasKey(row => row.Sequence);
            table.Property(row => row.Sequence).ValueGeneratedNever();
            table.HasIndex(row => row.Subject);
            table.Property(row => row.Details).HasMaxLength(-1);
        });
        foreach (var key in modelBuilder.Model.GetEntityTypes().Select(type => type.FindPrimaryKey()!))
        {
            foreach (var property in key.Properties)
                property.ValueGenerated = Microsoft.EntityFrameworkCore.Metadata.ValueGenerated.Never;
        }
    }

    private sealed class UnixMilliseconds() : ValueConverter<DateTimeOffset, long>(
        time => time.ToUnixTimeMilliseconds(), milliseconds => DateTimeOffset.FromUnixTimeMilliseconds(milliseconds));
}

/// <summary>For <c>dotnet ef migrations add</c> alone.</summary>
internal sealed class KioskDbDesign : IDesignTimeDbContextFactory<KioskDb>
{
    public KioskDb CreateDbContext(string[] args) =>
        new(new DbContextOptionsBuilder<KioskDb>().UseSqlite("Data Source=:memory:").Options);
}
