using AccessKiosk.Enrollment.Store;
using AccessKiosk.Web.Operators.Attempts;
using AccessKiosk.Web.Operators.Sessions;
using AccessKiosk.Web.Site;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http;

namespace AccessKiosk.Web.Tests.Security;

/// <summary>What was done while the clock was a year ahead, looked at once it is right: the audit keeps its dates for good.</summary>
public sealed class WrongClockTests : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();
    private readonly SkewedTime _time = new();
    private KioskStore _store = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _store = await KioskStore.OpenAsync(new() { Directory = _folder.Path }, time: _time, cancellationToken: Cancellation);

    public async ValueTask DisposeAsync()
    {
        await _store.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task A_restore_that_is_dated_in_the_future_ends_the_sessions_of_before_the_start_and_no_others()
    {
        var before = _time.GetUtcNow().AddHours(-1);
        _time.Skew = TimeSpan.FromDays(400);
        await _store.Audit.AppendAsync("root", "store.restored", null, null, Cancellation);
        // The kiosk starts while the clock is wrong still.
        using var ended = new EndedSessions(_store, _time, _time.GetTimestamp());
        Assert.True(await ended.ContainsAsync(EndedSessions.NewId(), before, Cancellation));
        _time.Skew = default;
        Assert.True(await ended.ContainsAsync(EndedSessions.NewId(), before, Cancellation));
        Assert.False(await ended.ContainsAsync(EndedSessions.NewId(), _time.GetUtcNow().AddSeconds(1), Cancellation));
    }

    [Fact]
    public async Task A_backup_that_is_dated_in_the_future_hides_no_backup_that_is_due()
    {
        await _store.Audit.AppendAsync("root", "store.backed-up", null, null, Cancellation);
        var right = _time.GetUtcNow();
        _time.Skew = TimeSpan.FromDays(400);
        await _store.Audit.AppendAsync("root", "store.backed-up", null, null, Cancellation);
        _time.Skew = TimeSpan.FromDays(3);
        using var health = new HealthNow(null!, null!, _store, new() { Directory = _folder.Path, BackupFolder = Path.Combine(_folder.Path, "none") }, _time);
        Assert.InRange((await health.LastBackupAsync(Cancellation))!.Value, right.AddMinutes(-1), right.AddMinutes(1));
    }

    [Fact]
    public async Task A_device_that_signed_in_under_a_clock_ahead_is_not_known_for_longer()
    {
        await _store.Operators.AddAsync("Olga", "Admin", "credential", "test", Cancellation);
        var account = (await _store.Operators.FindAsync("Olga", Cancellation))!;
        var devices = new KnownDevices(new EphemeralDataProtectionProvider(), _time);
        foreach (var (ahead, isKnown) in new[] { (400, false), (-100, true), (-200, false), (0, true) })
        {
            _time.Skew = TimeSpan.FromDays(ahead);
            var signedIn = new DefaultHttpContext();
            devices.Remember(signedIn, account);
            var later = new DefaultHttpContext();
            later.Request.Headers.Cookie = signedIn.Response.Headers.SetCookie.ToString().Split(';')[0];
            _time.Skew = default;
            Assert.Equal((ahead, isKnown), (ahead, devices.Find(later, account) is not null));
        }
    }

    private sealed class SkewedTime : TimeProvider
    {
        public TimeSpan Skew { get; set; }

        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + Skew;
    }
}
