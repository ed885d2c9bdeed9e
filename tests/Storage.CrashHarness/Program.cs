using System.Globalization;
using AccessKiosk.Enrollment.Store;
using AccessKiosk.Storage.CrashHarness;

// Restores a backup, or works on a store until it is killed, and says each step before it is tried and after it is acknowledged.
if (args is ["restore", var into, var backup])
{
    await KioskStore.RestoreAsync(new() { Directory = into }, backup, "harness");
    return 0;
}

var (folder, round) = (args[0], int.Parse(args[1], CultureInfo.InvariantCulture));
await using var store = await KioskStore.OpenAsync(new() { Directory = folder });
var work = new Workload(store, round);
Workload.Say("ready");
await Task.WhenAll(work.WriteEventsAsync(), work.ChangePeopleAsync());
return 0;
