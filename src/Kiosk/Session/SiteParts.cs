using AccessKiosk.Hardware.Watchdogs;
using AccessKiosk.Kiosk.People;

namespace AccessKiosk.Kiosk.Session;

/// <summary>What every lane of a site uses.</summary>
/// <param name="Workforce">The people and their store.</param>
/// <param name="Record">Writes what happens.</param>
/// <param name="Renewals">Takes what could renew references.</param>
/// <param name="Service">Watches that every lane makes progress.</param>
/// <param name="Time">The clock.</param>
internal sealed record SiteParts(Workforce Workforce, StoreEvents Record, ReferenceRenewals Renewals, ServiceWatch Service, TimeProvider Time);
