local prices = { A1 = 9.5, B2 = 20 }

function price(order)
  local level = stock.level(order.sku)
  print(("%s: %d in stock"):format(order.sku, level))
  if level < order.count then
    return { total = prices[order.sku] * order.count, note = "on back order" }
  end
  return { total = prices[order.sku] * order.count }
end
