using AccessKiosk.Access.Events;
using AccessKiosk.Enrollment.Population;
using AccessKiosk.Hardware.Watchdogs;

namespace AccessKiosk.Access.Lanes;

/// <summary>What every lane of a site uses.</summary>
/// <param name="Population">The people and their store.</param>
/// <param name="Record">Writes what happens.</param>
/// <param name="Renewals">Takes what could renew references.</param>
/// <param name="Service">Watches that every lane makes progress.</param>
/// <param name="Time">The clock.</param>
public sealed record SiteParts(EnrolledPopulation Population, EventRecorder Record, IReferenceRenewals Renewals, ServiceWatch Service, TimeProvider Time);
